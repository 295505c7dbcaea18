import { entryReader, valuesAt } from "../../compile/1-parse/read-entry.ts";
import type { Document } from "../../model/document.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Fact } from "../logged-change.ts";
import { entryText } from "./entry-text.ts";
import { type Leaf, type Leaves, type LongList, leavesOf } from "./statements.ts";

/**
 * A fact, and whether it is part of what determines answers, so that it can be left out if the effect reports the name.
 */
export interface FoundFact extends Fact {
  readonly decides: boolean;
}

/** Keys that no effect reports, or not what people want to know about them: who, why and until when. */
const tellingKeys: ReadonlySet<string> = new Set([
  ...["description", "owner", "links", "link", "deprecated", "expires", "permanent", "on_expiry", "paused", "examples"],
  ...["blocked", "aliases", "approved_by", "allow", "retired"],
]);

/** What documents of one name say differently; a document that was added or removed reports less of itself. */
export function compareDocuments(before: Document | undefined, after: Document | undefined): readonly FoundFact[] {
  const document = after ?? before;
  if (document === undefined) return [];
  const isWhole = (before !== undefined && after !== undefined) || document.kind === "retired";
  const [old, now] = flatten(before && leavesOf(before), after && leavesOf(after));
  const facts: FoundFact[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [one, other] = [old.get(key), now.get(key)];
    const leaf = other ?? one;
    if (leaf === undefined || one?.text === other?.text) continue;
    const { kind, name, environment, path, customers } = leaf;
    const isTelling = document.kind === "config" || isAlwaysReported(leaf, other);
    // What a removed document said was reported when it was added.
    if (after === undefined && !isWhole && isTelling) continue;
    facts.push({
      kind,
      name,
      environment,
      path,
      from: one?.text ?? null,
      to: other?.text ?? null,
      customers,
      decides: !isTelling,
    });
  }
  const [from, to] = [before?.source.path ?? null, after?.source.path ?? null];
  // The removal of a name that services know is an effect; that of a waiver is reported nowhere else.
  if (before !== undefined && from !== to) {
    const { kind, name } = before;
    facts.push({ kind, name, environment: undefined, path: ["file"], from, to, customers: [], decides: to === null });
  }
  return facts;
}

/** Whether something is always reported, next to the effect: a text for people, or an entry that has one. */
function isAlwaysReported({ path, customers }: Leaf, after: Leaf | undefined): boolean {
  const [first = "", second = ""] = path;
  if (tellingKeys.has(first) || path.at(-1) === "soak") return true;
  if (first === "frozen" && (second === "ended" || second === "renamed" || path.length === 2)) return true;
  return customers.length > 0 && after !== undefined && after.text !== "";
}

type ByKey = ReadonlyMap<string, Leaf>;

/** The leaves of both sides by what they are about; of long lists, only the part that differs. */
function flatten(before: Leaves | undefined, after: Leaves | undefined): readonly [ByKey, ByKey] {
  const [lists, own] = [byList(before), byList(after)];
  const [old, now] = [before, after].map(
    (side) => new Map((side?.leaves ?? []).map((leaf): [string, Leaf] => [keyOf(leaf), leaf])),
  ) as [Map<string, Leaf>, Map<string, Leaf>];
  for (const key of new Set([...lists.keys(), ...own.keys()])) {
    const [one, other] = middles(lists.get(key) ?? [], own.get(key) ?? []);
    for (const leaf of one) old.set(keyOf(leaf), leaf);
    for (const leaf of other) now.set(keyOf(leaf), leaf);
  }
  return [old, now];
}

function byList(side: Leaves | undefined): ReadonlyMap<string, readonly LongList[]> {
  return groupBy(side?.longLists ?? [], ({ list }) => keyOf(list));
}

/** The entries of two lists without their common beginning and end. */
function middles(before: readonly LongList[], after: readonly LongList[]): readonly [readonly Leaf[], readonly Leaf[]] {
  const [one, other] = [before[0], after[0]];
  if (one === undefined || other === undefined || before.length + after.length > 2)
    return [before.flatMap((list) => entriesOf(list)), after.flatMap((list) => entriesOf(list))];
  const [count, otherCount] = [one.run.ids.length, other.run.ids.length];
  const isSame = (index: number, otherIndex: number): boolean =>
    one.run.ids[index] === other.run.ids[otherIndex] && writtenAt(one, index) === writtenAt(other, otherIndex);
  let start = 0;
  while (start < count && start < otherCount && isSame(start, start)) start++;
  let behind = 0;
  while (behind < Math.min(count, otherCount) - start && isSame(count - behind - 1, otherCount - behind - 1)) behind++;
  return [entriesOf(one, start, count - behind), entriesOf(other, start, otherCount - behind)];
}

/** The text of an entry after its id; of the last one of a run, only what belongs to it. */
function writtenAt({ source, run }: LongList, index: number): string {
  const end = run.ends[index] as number;
  const next = run.starts[index + 1];
  return next === undefined ? entryText(valuesAt(entryReader(source.text), end)) : source.text.slice(end, next);
}

function entriesOf({ list, source, run }: LongList, start = 0, end = run.ids.length): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const reader = entryReader(source.text);
  for (let index = start; index < end; index++) {
    const id = run.ids[index] as string;
    const customers = list.customers.map(({ scope }) => ({ scope, id }));
    const text = entryText(valuesAt(reader, run.ends[index] as number));
    leaves.push({ ...list, path: [...list.path, id], customers, text });
  }
  return leaves;
}

function keyOf({ kind, name, environment, path }: Leaf): string {
  return JSON.stringify([kind, name, environment, ...path]);
}
