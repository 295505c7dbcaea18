import type { BundleGroupSet } from "../shapes/bundle.ts";
import { firstHash } from "../tables/bucket.ts";
import { setAttribute } from "./attributes.ts";
import { declareCondition } from "./conditions.ts";
import type { Group, GroupCondition, GroupSet, GroupShare } from "./declarations.ts";
import type { Draft } from "./value-numbers.ts";

/** In place of the number of a scope, if there is none. */
export const noScope = -1;

/** How settings refer to a group. */
export function referenceOf(set: string, group: string): string {
  return group === set ? set : `${set}/${group}`;
}

/** The names of a set's groups, sorted; the default group need not list anyone. */
export function groupNamesOf({ members, default: standard }: BundleGroupSet): readonly string[] {
  const names = new Set(Object.keys(members));
  if (standard !== undefined) names.add(standard);
  return [...names].sort();
}

/** A set of groups. */
export function declareSet(draft: Draft, name: string, bundled: BundleGroupSet): GroupSet {
  const { scope, exclusive, conditions = [], shares = [], told = false, default: standard } = bundled;
  const number = scope === undefined ? noScope : (draft.scopes.get(scope) as number);
  const set = makeSet(draft, { name, scope: number, exclusive, told, retired: false }, groupNamesOf(bundled), standard);
  const find = (name: string): Group => set.groups.find((each) => each.name === name) as Group;
  for (const { group, where, ...window } of conditions)
    set.conditions.push({ group: find(group), condition: declareCondition(draft.attributes, where, window) });
  set.conditions.sort((a, b) => a.group.index - b.group.index);
  for (const { group, where, salt, start, end } of shares) {
    const condition = where && declareCondition(draft.attributes, where);
    set.shares.push({ group: find(group), condition, salt, start: firstHash(start), end: firstHash(end) });
  }
  setAttribute(draft.attributes, set);
  return set;
}

/** No customer is in it by name: everyone is in the group that it was retired with. */
export function retireSet(draft: Draft, set: GroupSet, answer: unknown): GroupSet {
  const names = set.groups.map((group) => group.name);
  return makeSet(draft, { ...set, scope: noScope, retired: true }, names, answer ?? set.default?.name);
}

/** A set of which nothing is known except the group that it was retired with. */
export function retiredSet(name: string, answer: unknown): GroupSet {
  const about = {
    name,
    scope: noScope,
    exclusive: true,
    told: false,
    retired: true,
    key: -1,
    groups: [],
    conditions: [],
    shares: [],
  };
  const set: GroupSet & { default: Group | undefined } = { ...about, default: undefined };
  if (typeof answer === "string")
    set.default = { name: answer, reference: referenceOf(name, answer), set, key: -1, index: 0 };
  return set;
}

function makeSet(
  draft: Draft,
  { name, scope, exclusive, told, retired }: Pick<GroupSet, "name" | "scope" | "exclusive" | "told" | "retired">,
  names: readonly string[],
  standard: unknown,
): GroupSet & { conditions: GroupCondition[]; shares: GroupShare[] } {
  const groups: Group[] = [];
  const about = { name, scope, exclusive, told, retired };
  const set: GroupSet & { default: Group | undefined; conditions: GroupCondition[]; shares: GroupShare[] } = {
    ...about,
    key: draft.keys++,
    groups,
    conditions: [],
    shares: [],
    default: undefined,
  };
  names.forEach((each, index) => {
    const group = { name: each, reference: referenceOf(name, each), set, key: draft.keys++, index };
    groups.push(group);
    draft.groups.set(group.reference, group);
    if (each === standard) set.default = group;
  });
  return set;
}
