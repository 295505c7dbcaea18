import type { Entries } from "../../../model/entries.ts";
import type { Decision, Flag, GroupSet, Model, Named } from "../../../model/model.ts";
import { conditionsOf, decisionsOf } from "../../../model/model-queries.ts";
import { compareText, count } from "../../../model/text/words.ts";
import type { Instant } from "../../../model/time.ts";
import type { PageKind } from "../links.ts";

/** Something that begins or ends by itself at an instant. */
export interface DatedEvent {
  readonly at: Instant;
  readonly kind: PageKind;
  readonly name: string;
  readonly owner: string;
  readonly what: string;
  /** The end of the whole, the end of a part, or a beginning. */
  readonly tone: "expiry" | "end" | "start";
  /** The environments that it concerns, if those are not all. */
  readonly environments: readonly string[];
}

type Happening = Omit<DatedEvent, "environments" | "kind" | "name" | "owner">;

/** Everything that has a date in some models, in order. */
export function agendaOf(models: readonly Model[]): readonly DatedEvent[] {
  const found = new Map<string, DatedEvent & { readonly environments: string[] }>();
  for (const model of models) {
    const add = (kind: PageKind, { name, owner }: Named, happenings: Iterable<Happening>): void => {
      for (const each of happenings) {
        const key = JSON.stringify([kind, name, each.at, each.what]);
        const known = found.get(key) ?? { ...each, kind, name, owner, environments: [] };
        found.set(key, known);
        known.environments.push(model.environment);
      }
    };
    for (const decision of decisionsOf(model)) add(decision.kind, decision, ofDecision(decision));
    for (const set of model.sets.values()) add("groups", set, ofSet(set));
  }
  const isAll = ({ length }: readonly string[]): boolean => length === models.length;
  return [...found.values()]
    .map((event) => ({ ...event, environments: isAll(event.environments) ? [] : event.environments }))
    .sort((a, b) => a.at - b.at || compareText(a.name, b.name) || compareText(a.what, b.what));
}

function* ofDecision(decision: Decision): Generator<Happening> {
  const { kind, expires, listed } = decision;
  if (expires !== undefined && Number.isFinite(expires.at))
    yield { at: expires.at, what: expiryOf(decision), tone: "expiry" };
  for (const { value, entries } of listed) {
    const words = ((): Words => {
      switch (kind) {
        case "privilege":
          return (number) => [count(number, "customer"), "keep it", "no longer keep it"];
        case "release":
          return (number) => [count(number, "customer"), `be pinned to ${value}`, `no longer be pinned to ${value}`];
        case "flag":
          return (number) => [count(number, "listed customer"), `get ${said(value)}`, `no longer get ${said(value)}`];
      }
    })();
    yield* ofEntries(entries, words);
  }
  yield* ofWindows(conditionsOf(decision), "condition");
  const { created } = decision as Partial<Flag>;
  if (created !== undefined && Number.isFinite(created.from))
    yield { at: created.from, what: `who is created from now on gets ${said(created.value)}`, tone: "start" };
}

/** For a number of entries: who they are, and what they will do when they begin or end. */
type Words = (number: number) => readonly [whom: string, start: string, end: string];

function expiryOf(decision: Decision): string {
  if (decision.kind === "privilege") return "the frozen list ends: only plans grant it";
  return (decision as Flag).keep
    ? "expires, and goes on as before"
    : `expires: everyone gets the default, ${said(decision.default)}`;
}

function* ofSet({ groups }: GroupSet): Generator<Happening> {
  for (const { reference, members, patterns, conditions, shares } of groups.values()) {
    yield* ofEntries(members, (number) => [count(number, "customer"), `join ${reference}`, `leave ${reference}`]);
    yield* ofWindows(patterns, `pattern of ${reference}`);
    yield* ofWindows(
      [...conditions, ...shares.flatMap(({ condition }) => condition ?? [])],
      `condition of ${reference}`,
    );
  }
}

function* ofEntries({ from, until }: Entries, words: Words): Generator<Happening> {
  for (const [instants, tone] of [
    [from, "start"],
    [until, "end"],
  ] as const) {
    const counts = new Map<Instant, number>();
    for (const at of Array.from(instants ?? [])) if (Number.isFinite(at)) counts.set(at, (counts.get(at) ?? 0) + 1);
    for (const [at, number] of counts) {
      const [whom, start, end] = words(number);
      yield { at, tone, what: `${whom} will ${tone === "start" ? start : end}` };
    }
  }
}

function* ofWindows(
  windows: Iterable<{ readonly from: Instant; readonly until: Instant }>,
  what: string,
): Generator<Happening> {
  for (const { from, until } of windows) {
    if (Number.isFinite(from)) yield { at: from, what: `a ${what} begins`, tone: "start" };
    if (Number.isFinite(until)) yield { at: until, what: `a ${what} ends`, tone: "end" };
  }
}

function said(value: string | boolean): string {
  return `${value}`;
}
