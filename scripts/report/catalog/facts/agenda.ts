import type { Entries } from "../../../model/entries.ts";
import { addTo } from "../../../model/group-by.ts";
import type { Alias, Decision, Flag, GroupSet, Model, Named } from "../../../model/model.ts";
import { conditionsOf, decisionsOf, groupsNamedBy } from "../../../model/model-queries.ts";
import { compareText, count } from "../../../model/text/words.ts";
import type { Instant, Window } from "../../../model/time.ts";
import type { PageKind } from "../links.ts";
import type { Site } from "../site.ts";

/** Something that begins or ends by itself at an instant. */
export interface DatedEvent {
  readonly at: Instant;
  /** Undefined for former ids, which have no page. */
  readonly kind: PageKind | undefined;
  readonly name: string;
  readonly owner: string;
  readonly what: string;
  /** For members of a group, the decisions that depend on it. */
  readonly decides: readonly Decider[];
  /** The end of the whole thing, the end of a part, or a beginning. */
  readonly tone: "expiry" | "end" | "start";
  /** The environments that it concerns, if not all. */
  readonly environments: readonly string[];
  /** What changes for customers from then on, on the page of the thing itself. */
  readonly effects?: readonly string[];
}

/** A decision that depends on a group. */
interface Decider {
  readonly kind: Decision["kind"];
  readonly name: string;
}

type Happening = Pick<DatedEvent, "at" | "what" | "tone"> & Partial<Pick<DatedEvent, "decides">>;

/** Everything that has a date, in order; names a few customers if ids are shown. */
export function agendaOf({ models, showsIds }: Pick<Site, "models" | "showsIds">): readonly DatedEvent[] {
  const found = new Map<string, DatedEvent & { readonly environments: string[] }>();
  for (const model of models) {
    const add = (
      kind: DatedEvent["kind"],
      { name, owner }: Pick<Named, "name" | "owner">,
      happenings: Iterable<Happening>,
    ): void => {
      for (const each of happenings) {
        const key = JSON.stringify([kind, name, each.at, each.what]);
        const known = found.get(key) ?? { decides: [], ...each, kind, name, owner, environments: [] };
        found.set(key, known);
        known.environments.push(model.environment);
      }
    };
    for (const decision of decisionsOf(model)) add(decision.kind, decision, ofDecision(decision, showsIds));
    for (const set of model.sets.values()) add("groups", set, ofSet(set, decidersIn(model), showsIds));
    for (const identities of model.identities.values())
      add(
        undefined,
        identities,
        ofAliases(model.aliases.filter(({ span }) => span.source === identities.document.source)),
      );
  }
  const isAll = ({ length }: readonly string[]): boolean => length === models.length;
  return [...found.values()]
    .map((event) => ({ ...event, environments: isAll(event.environments) ? [] : event.environments }))
    .sort((a, b) => a.at - b.at || compareText(a.name, b.name) || compareText(a.what, b.what));
}

function* ofDecision(decision: Decision, showsIds: boolean): Generator<Happening> {
  const { kind, expires, listed } = decision;
  if (expires !== undefined && Number.isFinite(expires.at))
    yield { at: expires.at, what: expiryOf(decision), tone: "expiry" };
  for (const { value, entries } of listed) {
    const words = ((): Words => {
      switch (kind) {
        case "privilege":
          return { whom: "customer", start: "keep it", end: "no longer keep it" };
        case "release":
          return { whom: "customer", start: `be pinned to ${value}`, end: `no longer be pinned to ${value}` };
        case "flag":
          return {
            whom: "customer",
            start: `be listed with ${said(value)}`,
            end: `no longer be listed with ${said(value)}`,
          };
      }
    })();
    yield* ofEntries(entries, words, showsIds);
  }
  yield* ofWindows(conditionsOf(decision), "condition");
  const { created } = decision as Partial<Flag>;
  if (created !== undefined && Number.isFinite(created.from))
    yield { at: created.from, what: `customers created from now on get ${said(created.value)}`, tone: "start" };
}

/** Words for the customers of a list, and for what happens when their entries begin or end. */
interface Words {
  readonly whom: string;
  readonly start: string;
  readonly end: string;
}

function expiryOf(decision: Decision): string {
  if (decision.kind === "privilege") return "the frozen list ends: only plans grant it";
  return (decision as Flag).keep
    ? "expires, and goes on as before"
    : `expires: everyone gets the default, ${said(decision.default)}`;
}

/** The decisions that depend on each group. */
function decidersIn(model: Model): ReadonlyMap<string, readonly Decider[]> {
  const found = new Map<string, Decider[]>();
  for (const decision of decisionsOf(model))
    for (const group of new Set(groupsNamedBy(decision).map((each) => each.group)))
      addTo(found, group, { kind: decision.kind, name: decision.name });
  return found;
}

function* ofSet(
  { groups }: GroupSet,
  deciders: ReadonlyMap<string, readonly Decider[]>,
  showsIds: boolean,
): Generator<Happening> {
  for (const { reference, members, patterns, conditions, shares } of groups.values()) {
    const words = { whom: "customer", start: `join ${reference}`, end: `leave ${reference}` };
    const ways = [...conditions, ...shares.flatMap(({ condition }) => condition ?? [])];
    const happenings = [
      ...ofEntries(members, words, showsIds),
      ...ofWindows(patterns, `pattern of ${reference}`),
      ...ofWindows(ways, `condition of ${reference}`),
    ];
    for (const each of happenings) yield { ...each, decides: deciders.get(reference) ?? [] };
  }
}

/** When former ids stop working. */
function* ofAliases(aliases: readonly Alias[]): Generator<Happening> {
  const counts = new Map<Instant, number>();
  for (const { until } of aliases) if (Number.isFinite(until)) counts.set(until, (counts.get(until) ?? 0) + 1);
  for (const [at, number] of counts)
    yield { at, what: `${count(number, "former id")} will no longer be known`, tone: "end" };
}

/** At most this many customers are named; more are counted. */
const mostNamed = 3;

function* ofEntries(
  { ids, from, until }: Entries,
  { whom, start, end }: Words,
  showsIds: boolean,
): Generator<Happening> {
  for (const [instants, tone] of [
    [from, "start"],
    [until, "end"],
  ] as const) {
    const found = new Map<Instant, string[]>();
    for (const [index, at] of Array.from(instants ?? []).entries())
      if (Number.isFinite(at)) addTo(found, at, ids[index] ?? "");
    for (const [at, own] of found) {
      const who = showsIds && own.length <= mostNamed ? own.toSorted().join(", ") : count(own.length, whom);
      yield { at, tone, what: `${who} will ${tone === "start" ? start : end}` };
    }
  }
}

function* ofWindows(windows: Iterable<Window>, what: string): Generator<Happening> {
  for (const { from, until } of windows) {
    if (Number.isFinite(from)) yield { at: from, what: `a ${what} begins`, tone: "start" };
    if (Number.isFinite(until)) yield { at: until, what: `a ${what} ends`, tone: "end" };
  }
}

function said(value: string | boolean): string {
  return `${value}`;
}
