import { firstHash } from "../decide/bucket.ts";
import type { BundleGroupSet } from "../shapes/bundle.ts";
import type { Group, GroupSet, GroupShare } from "./declarations.ts";
import type { Draft } from "./value-numbers.ts";

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

/** A set of groups, with the lists of their members. */
export function declareSet(draft: Draft, name: string, bundled: BundleGroupSet): GroupSet {
  const { scope, exclusive, members, shares = [], told = false, default: standard } = bundled;
  const number = draft.scopes.get(scope) as number;
  const set = makeSet(draft, { name, scope: number, exclusive, told, retired: false }, groupNamesOf(bundled), standard);
  for (const group of set.groups) {
    if (!Object.hasOwn(members, group.name)) continue;
    const first = [set.key, group.index] as const;
    const cells = exclusive ? [first] : [first, [group.key, 1] as const];
    draft.lists.push({ scope: number, cells, entries: members[group.name] ?? [] });
  }
  for (const { group, salt, start, end } of shares) {
    const found = set.groups.find((each) => each.name === group) as Group;
    set.shares.push({ group: found, salt, start: firstHash(start), end: firstHash(end) });
  }
  return set;
}

/** No customer is in it by name: everyone is in the group that it was retired with. */
export function retireSet(draft: Draft, set: GroupSet, answer: unknown): GroupSet {
  const names = set.groups.map((group) => group.name);
  return makeSet(draft, { ...set, scope: -1, retired: true }, names, answer ?? set.default?.name);
}

/** A set of which nothing is known except the group that it was retired with. */
export function retiredSet(name: string, answer: unknown): GroupSet {
  const about = { name, scope: -1, exclusive: true, told: false, retired: true, key: -1, groups: [], shares: [] };
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
): GroupSet & { shares: GroupShare[] } {
  const groups: Group[] = [];
  const about = { name, scope, exclusive, told, retired };
  const set: GroupSet & { default: Group | undefined; shares: GroupShare[] } = {
    ...about,
    key: draft.keys++,
    groups,
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
