import type { Group, GroupSet, Model } from "../../model/model.ts";
import { conditionsIn, type findGroup, spanAt } from "../../model/model-queries.ts";
import type { Instant } from "../../model/time.ts";
import { type Lookup, meets } from "../../runtime/api/lookup.ts";
import type { Module } from "../../runtime/index.ts";
import type { Answer, Place, Question } from "./explanation.ts";
import { findEntry, identify } from "./identify-customer.ts";
import { shareOfGroup } from "./share-of-group.ts";

/** The groups of a set that a customer is in, and the places that decide them. */
export function explainSet(model: Model, module: Module, lookup: Lookup, set: GroupSet, question: Question): Answer {
  const groups = [...set.groups.values()].filter((group) => lookup.isIn(group.reference));
  return {
    kind: "groups",
    name: set.name,
    value: groups.map(({ name }) => name),
    rule: "group",
    until: nextMove(model, module, set, groups, question),
    places: groups.flatMap((group) => membership(model, lookup, set, group, question)),
  };
}

/** Where a group gets a customer from: its entry, a pattern, a condition, a share, or the set's default. */
export function membership(
  model: Model,
  lookup: Lookup,
  set: GroupSet,
  group: Group,
  question: Question,
): readonly Place[] {
  if (set.told && question.groups?.[set.name] !== undefined)
    return [{ message: `the caller put it in \`${group.reference}\``, span: group.span }];
  const identity = set.scope === undefined ? undefined : identify(model, set.scope, question);
  const { at } = question;
  const met = group.conditions.find((_, index) => isMet(lookup, group, index));
  if (identity !== undefined) {
    const { id, places } = identity;
    const entry = findEntry(group.members, id, at);
    if (entry !== undefined) return [{ message: `a member of \`${group.reference}\``, span: entry }, ...places];
    const pattern = group.patterns.find(({ prefix, from, until }) => id.startsWith(prefix) && from <= at && at < until);
    if (pattern !== undefined)
      return [{ message: `matches a pattern of \`${group.reference}\``, span: pattern.span }, ...places];
    const share = met === undefined ? shareOfGroup(group, id) : undefined;
    if (share !== undefined)
      return [{ message: `the id is in the share of \`${group.reference}\``, span: share.span }, ...places];
  }
  if (met !== undefined) return [{ message: `meets a condition of \`${group.reference}\``, span: met.span }];
  const message = `not listed in \`${set.name}\`, so in its default group`;
  return [{ message, span: spanAt(set, "default"), isDefaultGroup: true }];
}

/** Whether a condition of a group holds, given its index among those of the group. */
function isMet(lookup: Lookup, { reference }: Group, index: number): boolean {
  return meets(lookup, ({ groups }) => {
    const group = groups.get(reference);
    return group?.set.conditions.filter((each) => each.group === group)[index]?.condition;
  });
}

/** The first instant at which a customer is in other groups of a set; undefined if that never happens by itself. */
function nextMove(
  model: Model,
  module: Module,
  set: GroupSet,
  now: readonly Group[],
  question: Question,
): Date | undefined {
  const { context, ...options } = question;
  const moments = new Set<Instant>(model.aliases.map(({ until }) => until));
  for (const { from, until } of conditionsIn(set)) moments.add(from).add(until);
  for (const { members, patterns } of set.groups.values()) {
    for (const instants of [members.from, members.until])
      for (const instant of Array.from(instants ?? [])) moments.add(instant);
    for (const { from, until } of patterns) moments.add(from).add(until);
  }
  const later = [...moments].filter((at) => at > question.at && at < Infinity).sort((a, b) => a - b);
  const moved = later.find((at) => {
    const lookup = module.lookup(context, { ...options, at });
    return [...set.groups.values()].some((group) => lookup.isIn(group.reference) !== now.includes(group));
  });
  return moved === undefined ? undefined : new Date(moved);
}

/** Whether a customer is in a group, and the places that decide it. */
export function explainGroup(
  model: Model,
  lookup: Lookup,
  { set, group }: NonNullable<ReturnType<typeof findGroup>>,
  question: Question,
): Answer {
  const value = lookup.isIn(group.reference);
  const others = [...set.groups.values()].filter((each) => lookup.isIn(each.reference));
  return {
    kind: "groups",
    name: group.reference,
    value,
    rule: "group",
    until: undefined,
    places: (value ? [group] : others).flatMap((each) => membership(model, lookup, set, each, question)),
  };
}
