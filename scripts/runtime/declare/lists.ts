import type { BundleFlag, BundleGroupSet } from "../shapes/bundle.ts";
import type { Decision, GroupSet, List } from "./declarations.ts";
import { noScope } from "./declare-set.ts";
import type { Source } from "./source.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** The key under which rows of former ids have the index of the alias. */
export const formerKey = 0;

/** What is declared that has lists of customers. */
interface Listing {
  /** The key of the first flag; those of the others follow. */
  readonly flagKey: number;
  readonly releases: ReadonlyMap<string, Decision>;
  readonly privileges: ReadonlyMap<string, Decision>;
  readonly sets: ReadonlyMap<string, GroupSet>;
}

/** All lists of customers in a bundle; of lists that contradict each other, the first counts. */
export function collectLists(draft: Draft, source: Source, listing: Listing): readonly List[] {
  const { flags, groups, releases, privileges, identities } = source;
  const keyOf = (kind: "releases" | "privileges", name: string): number => (listing[kind].get(name) as Decision).key;
  const former = identities.aliases.map(({ scope, was, until }, index): List => {
    const entry = until === undefined ? was : { id: was, until };
    return { scope: draft.scopes.get(scope) as number, cells: [formerKey, index], entries: [entry] };
  });
  return [
    ...former,
    ...each(groups, (name, set) => membersOf(listing.sets.get(name) as GroupSet, set)).flatMap(([, own]) => own),
    ...flags.listing.flatMap((index) => listsOf(draft, listing.flagKey + index, flags.at(index).listed)),
    ...each(releases, (name, { pinned }) => listsOf(draft, keyOf("releases", name), pinned)).flatMap(([, own]) => own),
    ...each(privileges, (name, { scope, frozen }) =>
      listsOf(draft, keyOf("privileges", name), [{ value: true, scope, entries: frozen }]),
    ).flatMap(([, own]) => own),
  ];
}

/** What is made of each member, in the order of their names: that of an object's keys is not that of its text. */
export function each<Value, Result>(
  record: Readonly<Record<string, Value>>,
  make: (name: string, value: Value) => Result,
): [string, Result][] {
  return Object.keys(record)
    .sort()
    .map((name) => [name, make(name, record[name] as Value)]);
}

/** The lists of the members of a set's groups. */
function membersOf({ key, scope, exclusive, groups }: GroupSet, { members }: BundleGroupSet): readonly List[] {
  if (scope === noScope) return [];
  return groups
    .filter(({ name }) => Object.hasOwn(members, name))
    .map((group) => {
      const cells = exclusive ? [key, group.index] : [key, group.index, group.key, 1];
      return { scope, cells, entries: members[group.name] ?? [] };
    });
}

/** The lists of a decision's customers, by its key. */
function listsOf(draft: Draft, key: number, listed: BundleFlag["listed"]): readonly List[] {
  return listed.map(({ value, scope, entries }) => ({
    scope: draft.scopes.get(scope) as number,
    cells: [key, valueNumber(draft, value)],
    entries,
  }));
}
