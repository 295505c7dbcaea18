import { compareText } from "../diagnostic.ts";
import { type Entries, fromOf, untilOf } from "../entries.ts";
import { type Decision, type GroupSet, type Model, type Pattern, setOf } from "../model.ts";

/** Customers by their ids, and patterns by what ids begin with; each once and in order. */
export interface Mentions {
  readonly ids: readonly string[];
  readonly prefixes: readonly string[];
}

/** What part of the files mentions in one scope, on either side. */
export interface Mentioning {
  /** Whose entries are not the same on both sides. */
  readonly changed: Mentions;
  readonly all: Mentions;
  /** Whoever begins so. */
  matching(prefix: string): Mentions;
}

export const nothing: Mentions = { ids: [], prefixes: [] };

/** All that several mention. */
export function union(parts: readonly Mentions[]): Mentions {
  const own = parts.filter(({ ids, prefixes }) => ids.length + prefixes.length > 0);
  if (own.length < 2) return own[0] ?? nothing;
  return {
    ids: inOrder(own.flatMap(({ ids }) => ids)),
    prefixes: inOrder(own.flatMap(({ prefixes }) => prefixes)),
  };
}

/** What is not the same on both sides, with all whom a changed pattern may have spoken for. */
export function touched(changed: Mentions, matching: (prefix: string) => Mentions): Mentions {
  return union([changed, ...changed.prefixes.map(matching)]);
}

/** Texts each once, in order. */
export function inOrder(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}

/** What a group set mentions in a scope. */
export type Members = (set: string, scope: string) => Mentioning;

/** Finds what group sets mention. What many decisions may want to know of one set is found once. */
export function membersOf(before: Model | undefined, after: Model | undefined): Members {
  const known = new Map<string, Mentioning>();
  return (name: string, scope: string): Mentioning => {
    const key = JSON.stringify([name, scope]);
    const mentioning = known.get(key) ?? membersIn(setIn(before, name, scope), setIn(after, name, scope));
    known.set(key, mentioning);
    return mentioning;
  };
}

function setIn(model: Model | undefined, name: string, scope: string): GroupSet | undefined {
  const set = model?.sets.get(name);
  return set?.scope === scope ? set : undefined;
}

function membersIn(before: GroupSet | undefined, after: GroupSet | undefined): Mentioning {
  const sides = [before, after].map((set) => set?.groups ?? new Map<string, never>());
  const names = inOrder(sides.flatMap((groups) => [...groups.keys()]));
  const pairs = names.map((name) => sides.map((groups) => groups.get(name)));
  return mentioning(
    pairs.map(([one, other]) => [one?.members, other?.members]),
    pairs.map(([one, other]) => [one?.patterns ?? [], other?.patterns ?? []]),
  );
}

/** What the entries of a decision mention in a scope. */
export function entriesOf(before: Decision | undefined, after: Decision | undefined, scope: string): Mentioning {
  const sides = [before, after].map((decision) => (decision?.listed ?? []).filter((each) => each.scope === scope));
  const values = inOrder(sides.flatMap((listed) => listed.map(({ value }) => `${value}`)));
  return mentioning(
    values.map((value) => {
      const [one, other] = sides.map((listed) => listed.find((each) => `${each.value}` === value)?.entries);
      return [one, other];
    }),
    [],
  );
}

/** The group sets that a decision refers to on either side. */
export function setsOf(before: Decision | undefined, after: Decision | undefined): readonly string[] {
  return inOrder([before, after].flatMap((decision) => decision?.grouped ?? []).map(({ group }) => setOf(group)));
}

type Lists = readonly [before: Entries | undefined, after: Entries | undefined];
type PatternLists = readonly [before: readonly Pattern[], after: readonly Pattern[]];

/** Both sides of each list; what nobody asks for is not made. */
function mentioning(lists: readonly Lists[], patterns: readonly PatternLists[]): Mentioning {
  let changed: Mentions | undefined;
  let all: Mentions | undefined;
  const found = new Map<string, Mentions>();
  const self: Mentioning = {
    get changed() {
      changed ??= {
        ids: inOrder(lists.flatMap((pair) => [...changedIds(pair)])),
        prefixes: inOrder(patterns.flatMap((pair) => [...changedPrefixes(pair)])),
      };
      return changed;
    },
    get all() {
      all ??= {
        ids: inOrder(lists.flatMap((pair) => pair.flatMap((entries) => entries?.ids ?? []))),
        prefixes: inOrder(patterns.flatMap((pair) => pair.flatMap((each) => each.map(({ prefix }) => prefix)))),
      };
      return all;
    },
    matching: (prefix) => {
      const begins = (text: string): boolean => text.startsWith(prefix);
      const mentions = found.get(prefix) ?? {
        ids: self.all.ids.filter(begins),
        prefixes: self.all.prefixes.filter(begins),
      };
      found.set(prefix, mentions);
      return mentions;
    },
  };
  return self;
}

/** The ids whose entries in two lists are not the same. Most lists have not changed, or only somewhere in the middle. */
function* changedIds([before, after]: Lists): Generator<string> {
  const [count, otherCount] = [before?.ids.length ?? 0, after?.ids.length ?? 0];
  const isSame = (index: number, other: number): boolean =>
    before?.ids[index] === after?.ids[other] && windowOf(before, index) === windowOf(after, other);
  let start = 0;
  while (start < count && start < otherCount && isSame(start, start)) start++;
  let behind = 0;
  while (behind < Math.min(count, otherCount) - start && isSame(count - behind - 1, otherCount - behind - 1)) behind++;
  const windows = windowsIn(before, start, count - behind);
  const own = windowsIn(after, start, otherCount - behind);
  for (const [id, text] of own) if (windows.get(id) !== text) yield id;
  for (const id of windows.keys()) if (!own.has(id)) yield id;
}

function windowsIn(entries: Entries | undefined, start: number, end: number): ReadonlyMap<string, string> {
  const windows = new Map<string, string>();
  for (let index = start; index < end; index++) {
    const id = entries?.ids[index] as string;
    windows.set(id, `${windows.get(id) ?? ""}${windowOf(entries, index)} `);
  }
  return windows;
}

function windowOf(entries: Entries | undefined, index: number): string | undefined {
  if (entries === undefined || (entries.from === undefined && entries.until === undefined)) return undefined;
  const [from, until] = [fromOf(entries, index), untilOf(entries, index)];
  return from === -Infinity && until === Infinity ? undefined : `${from} ${until}`;
}

function* changedPrefixes(pair: PatternLists): Generator<string> {
  const [before, after] = pair.map((patterns) => new Map(patterns.map((each) => [patternKey(each), each])));
  for (const [key, { prefix }] of before ?? []) if (!after?.has(key)) yield prefix;
  for (const [key, { prefix }] of after ?? []) if (!before?.has(key)) yield prefix;
}

function patternKey({ prefix, from, until }: Pattern): string {
  return JSON.stringify([prefix, `${from}`, `${until}`]);
}
