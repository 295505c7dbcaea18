import type { Condition } from "../model/condition.ts";
import { type Entries, fromOf, untilOf } from "../model/entries.ts";
import { addTo } from "../model/group-by.ts";
import type { Decision, Flag, Group, GroupSet, Model, RolloutPart, Value } from "../model/model.ts";
import { findGroup } from "../model/model-queries.ts";
import { always, type Instant, type Window } from "../model/time.ts";
import type { Module } from "../runtime/index.ts";

/** Whom an entry is about. */
type Whom =
  | { readonly what: "customer"; readonly scope: string; readonly id: string; readonly via?: string }
  | { readonly what: "pattern"; readonly scope: string; readonly match: string }
  | { readonly what: "condition"; readonly tests: Condition["tests"] }
  | {
      readonly what: "share";
      readonly percent: number;
      /** The scope whose ids are hashed; undefined if it is that of the lookup. */
      readonly scope: string | undefined;
      /** Groups and conditions whose customers alone count; empty if everyone does. */
      readonly among: readonly string[];
      readonly amongTests: readonly Condition["tests"][];
    }
  /** Customers whom the caller puts in a group. */
  | { readonly what: "told" }
  | { readonly what: "created"; readonly since: Instant }
  /** Everyone who is nowhere else; of a group set, in no other group. */
  | { readonly what: "rest" };

/** Who gets a value, by which group, and when. */
export type Who = Whom &
  Window & {
    readonly value: Value;
    readonly group: string | undefined;
    /** What a customer gets now, if that is another value. */
    readonly now?: Value;
  };

/** The subject of a question: a decision or one of its stages; a group set or one of its groups. */
interface Asked {
  readonly name: string;
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly decision?: Decision;
  readonly sets?: readonly { readonly set: GroupSet; readonly groups: readonly Group[] }[];
}

/** What a name means: that of a decision, a stage (`web_widget/canary`), a group set or a group; undefined if nothing. */
export function findAsked(model: Model, name: string): Asked | undefined {
  const decision = model.flags.get(name) ?? model.releases.get(name) ?? model.privileges.get(name);
  if (decision !== undefined) return { name, kind: decision.kind, decision };
  const set = model.sets.get(name);
  if (set !== undefined) return { name, kind: "groups", sets: [{ set, groups: [...set.groups.values()] }] };
  const slash = name.indexOf("/");
  const release = slash < 0 ? undefined : model.releases.get(name.slice(0, slash));
  const found = findGroup(model, release === undefined ? name : `${release.by}${name.slice(slash)}`);
  if (found === undefined) return undefined;
  const own = { name, kind: "groups" as const, sets: [{ set: found.set, groups: [found.group] }] };
  if (release === undefined) return own;
  const grouped = release.grouped.filter(({ group }) => group === found.group.reference);
  const versions = new Set(grouped.map(({ value }) => value));
  if (grouped.length === 0) return undefined;
  const stage = { ...release, grouped, listed: release.listed.filter(({ value }) => versions.has(value)) };
  return { name, kind: "release", decision: stage };
}

/**
 * Everyone whom a decision or a group names, now or later, in the order of the files: customers with what they get now,
 * children and former ids of them, patterns, conditions, shares; and last what everyone else gets.
 */
export function* customersOf(model: Model, module: Module, asked: Asked, at: Instant): Generator<Who> {
  const answerOf = askerOf(model, module, asked, at);
  for (const who of withRelatives(model, entriesOf(model, asked, at))) {
    const now = who.what === "customer" ? answerOf(who.scope, who.id, who.value) : who.value;
    yield now === who.value || now === undefined ? who : { ...who, now };
  }
}

function* entriesOf(model: Model, asked: Asked, at: Instant): Generator<Who> {
  const { decision, sets = [] } = asked;
  for (const { set, groups } of sets) for (const group of groups) yield* ofGroup(set, group, group.reference, at);
  if (decision === undefined) return;
  for (const { value, scope, entries } of decision.listed) yield* listedIn(entries, scope, value, undefined, at);
  for (const { value, group } of decision.grouped) {
    const found = findGroup(model, group);
    if (found !== undefined) yield* ofGroup(found.set, found.group, value, at);
  }
  for (const { value, condition } of decision.conditional) yield* conditionally(condition, value, undefined, at);
  if (decision.kind === "flag") yield* ofRollout(decision as Flag);
  // In a release, everyone else is in the default group of its set; a privilege is up to the plans.
  if (decision.kind === "flag") yield { ...always, what: "rest", value: decision.default, group: undefined };
}

function* listedIn(
  entries: Entries,
  scope: string,
  value: Value,
  group: string | undefined,
  at: Instant,
): Generator<Who> {
  for (let index = 0; index < entries.ids.length; index++) {
    const until = untilOf(entries, index);
    if (until <= at) continue;
    yield { what: "customer", scope, id: entries.ids[index] ?? "", value, group, from: fromOf(entries, index), until };
  }
}

function* conditionally(condition: Condition, value: Value, group: string | undefined, at: Instant): Generator<Who> {
  const { tests, from, until } = condition;
  if (until > at) yield { what: "condition", tests, value, group, from, until };
}

function* ofGroup(set: GroupSet, group: Group, value: Value, at: Instant): Generator<Who> {
  const { reference } = group;
  if (set.told) yield { ...always, what: "told", value, group: reference };
  const scope = set.scope ?? "";
  yield* listedIn(group.members, scope, value, reference, at);
  for (const { prefix, from, until } of group.patterns)
    if (until > at) yield { what: "pattern", scope, match: `${prefix}*`, value, group: reference, from, until };
  for (const condition of group.conditions) yield* conditionally(condition, value, reference, at);
  for (const { percent, condition } of group.shares) {
    const amongTests = condition === undefined ? [] : [condition.tests];
    const { from, until } = condition ?? always;
    if (until > at)
      yield { what: "share", percent, scope: set.scope, among: [], amongTests, value, group: reference, from, until };
  }
  if (set.default === group.name) yield { ...always, what: "rest", value, group: reference };
}

function* ofRollout({ rollout, created }: Flag): Generator<Who> {
  for (const { shares, total, by, among = [], amongConditions } of rollout as readonly RolloutPart[])
    for (const { value, share } of shares)
      if (share > 0)
        yield {
          ...always,
          what: "share",
          percent: Math.round((share * 10_000) / total) / 100,
          scope: by,
          among: among.map(({ group }) => group),
          amongTests: amongConditions.map(({ tests }) => tests),
          value,
          group: undefined,
        };
  if (created !== undefined)
    yield { ...always, what: "created", since: created.from, value: created.value, group: undefined };
}

/** The same with children and former ids after the customers whom they belong to. */
function* withRelatives({ children, aliases }: Model, all: Iterable<Who>): Generator<Who> {
  const relatives = new Map<string, { readonly scope: string; readonly id: string }[]>();
  for (const { scope, id, was } of aliases) addTo(relatives, `${scope} ${id}`, { scope, id: was });
  for (const { scope, id, parentScope, parent } of children)
    addTo(relatives, `${parentScope} ${parent}`, { scope, id });
  for (const who of all) {
    yield who;
    if (who.what !== "customer" || relatives.size === 0) continue;
    const seen = new Set([`${who.scope} ${who.id}`]);
    for (const via of seen)
      for (const relative of relatives.get(via) ?? []) {
        const key = `${relative.scope} ${relative.id}`;
        if (!seen.has(key)) yield { ...who, ...relative, via };
        seen.add(key);
      }
  }
}

/** Asks the module what a customer gets who is named for a value; undefined if nothing. */
function askerOf(
  { environment }: Model,
  module: Module,
  { decision }: Asked,
  at: Instant,
): (scope: string, id: string, value: Value) => Value | undefined {
  const options = { at: new Date(at), environment };
  if (decision !== undefined)
    return (scope, id) => {
      const details = module.lookup({ [scope]: id }, options).details(decision.name);
      return details === undefined ? undefined : (details.variant ?? (details.value as Value));
    };
  return (scope, id, value) => module.lookup({ [scope]: id }, options).isIn(String(value)) && value;
}
