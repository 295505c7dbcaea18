import type {
  Bundle,
  BundleFlag,
  BundleGrouping,
  BundleGroupSet,
  BundleRelease,
  BundleValue,
} from "../shapes/bundle.ts";
import type { Decision, Declarations, Group, GroupSet, List, Release, Step } from "./declarations.ts";
import { parseInstant } from "./instant.ts";

/** What is numbered while a bundle is read. */
interface Draft {
  readonly scopes: ReadonlyMap<string, number>;
  readonly groups: Map<string, Group>;
  readonly values: Map<BundleValue, number>;
  readonly lists: List[];
  keys: number;
}

/**
 * The declarations of a sound bundle, and its lists of customers. Names that it has retired and that code may still ask
 * for, because a module was `built` with them, are declared too: they answer what they were retired with.
 */
export function declare(bundle: Bundle, built?: Declarations): { declarations: Declarations; lists: readonly List[] } {
  const draft: Draft = {
    scopes: new Map(
      Object.keys(bundle.scopes)
        .sort()
        .map((name, number) => [name, number]),
    ),
    groups: new Map(),
    values: new Map([false, true].map((value, number) => [value, number])),
    lists: [],
    keys: 0,
  };
  const sets = new Map(each(bundle.groups, (name, set) => declareSet(draft, name, set)));
  const flags = new Map(each(bundle.flags, (name, flag) => declareFlag(draft, name, flag)));
  const releases = new Map(
    each(bundle.releases, (name, release) => {
      const { scope } = bundle.groups[release.by] as BundleGroupSet;
      return declareRelease(draft, name, release, scope, sets.get(release.by) as GroupSet);
    }),
  );
  const privileges = new Map(
    each(bundle.privileges, (name, { scope, frozen, sunset }) => {
      const listed = [{ value: true, scope, entries: frozen }];
      return declareDecision(draft, name, { scopes: [scope], default: false, expires: sunset, listed });
    }),
  );

  for (const { kind, name, answer } of bundle.retired) {
    const release = built?.releases.get(name);
    const set = built?.sets.get(name);
    if (kind === "flag" && built?.flags.has(name)) flags.set(name, retire(draft, name, answer ?? false));
    if (kind === "privilege" && built?.privileges.has(name)) privileges.set(name, retire(draft, name, answer ?? false));
    if (kind === "release" && release) releases.set(name, { ...release, ...retire(draft, name, answer ?? "") });
    if (kind === "groups" && set) sets.set(name, retireSet(draft, set, answer));
  }
  const retiredFlags = new Set(bundle.retired.flatMap(({ kind, name }) => (kind === "flag" ? [name] : [])));
  const { scopes, groups, lists } = draft;
  const names = { scopes, scopeNames: [...scopes.keys()], sets, groups, flags, releases, privileges, retiredFlags };
  return { declarations: { ...names, values: [...draft.values.keys()] }, lists };
}

/** How settings refer to a group. */
export function referenceOf(set: string, group: string): string {
  return group === set ? set : `${set}/${group}`;
}

/** What each member declares, in the order of their names: that of an object's keys is not that of its text. */
function each<Value, Result>(
  record: Readonly<Record<string, Value>>,
  declareOne: (name: string, value: Value) => Result,
): [string, Result][] {
  return Object.keys(record)
    .sort()
    .map((name) => [name, declareOne(name, record[name] as Value)]);
}

/** A decision as the kinds have it in common. */
interface Settings {
  readonly scopes: readonly string[];
  readonly default: BundleValue;
  readonly paused?: boolean | undefined;
  readonly expires?: string | undefined;
  readonly listed?: BundleFlag["listed"];
  readonly grouped?: readonly BundleGrouping[];
}

function declareDecision(draft: Draft, name: string, settings: Settings): Decision {
  const { scopes, paused, expires, listed = [], grouped = [] } = settings;
  const key = draft.keys++;
  for (const { value, scope, entries } of listed) {
    const cells = [[key, valueNumber(draft, value)]] as const;
    draft.lists.push({ scope: draft.scopes.get(scope) as number, cells, entries });
  }
  const groupings = grouped.map(({ group, value }) => ({
    group: draft.groups.get(group) as Group,
    value: valueNumber(draft, value),
  }));
  // an exclusion is there to be safe: of a boolean flag's groups those that disable come first
  if (typeof settings.default === "boolean") groupings.sort((a, b) => a.value - b.value);
  const steps = scopes.map((scope): Step => {
    const number = draft.scopes.get(scope) as number;
    return { scope: number, groupings: groupings.filter(({ group }) => group.set.scope === number) };
  });
  return {
    name,
    key,
    default: valueNumber(draft, settings.default),
    isOverridable: false,
    fixed: paused === true ? "paused" : undefined,
    expires: expires === undefined ? Infinity : parseInstant(expires),
    steps: steps.reverse(),
  };
}

function declareFlag(draft: Draft, name: string, flag: BundleFlag): Decision {
  const decision = declareDecision(draft, name, { ...flag, expires: flag.keep === true ? undefined : flag.expires });
  return { ...decision, isOverridable: typeof flag.default === "boolean" };
}

function declareRelease(draft: Draft, name: string, release: BundleRelease, scope: string, set: GroupSet): Release {
  const { stages } = release;
  const grouped = stages.map(({ group, version }) => ({ group: referenceOf(set.name, group), value: version }));
  const standard = stages.find(({ group }) => group === set.default?.name)?.version as string;
  return {
    ...declareDecision(draft, name, { scopes: [scope], default: standard, grouped }),
    set,
    stages: new Set(stages.map(({ group }) => group)),
    properties: Object.freeze({ ...release.properties }),
  };
}

function declareSet(
  draft: Draft,
  name: string,
  { scope, exclusive, members, default: standard }: BundleGroupSet,
): GroupSet {
  const names = new Set(Object.keys(members));
  if (standard !== undefined) names.add(standard);
  const number = draft.scopes.get(scope) as number;
  const set = makeSet(draft, { name, scope: number, exclusive, retired: false }, [...names].sort(), standard);
  for (const group of set.groups) {
    if (!Object.hasOwn(members, group.name)) continue;
    const first = [set.key, group.index] as const;
    const cells = exclusive ? [first] : [first, [group.key, 1] as const];
    draft.lists.push({ scope: number, cells, entries: members[group.name] ?? [] });
  }
  return set;
}

/** No customer is in it by name: everyone is where it was retired to. */
function retireSet(draft: Draft, { name, exclusive, groups, default: standard }: GroupSet, answer: unknown): GroupSet {
  const names = groups.map((group) => group.name);
  return makeSet(draft, { name, scope: -1, exclusive, retired: true }, names, answer ?? standard?.name);
}

function makeSet(
  draft: Draft,
  about: Pick<GroupSet, "name" | "scope" | "exclusive" | "retired">,
  names: readonly string[],
  standard: unknown,
): GroupSet {
  const groups: Group[] = [];
  const set: GroupSet & { default: Group | undefined } = { ...about, key: draft.keys++, groups, default: undefined };
  names.forEach((name, index) => {
    const group = { name, reference: referenceOf(about.name, name), set, key: draft.keys++, index };
    groups.push(group);
    draft.groups.set(group.reference, group);
    if (name === standard) set.default = group;
  });
  return set;
}

function retire(draft: Draft, name: string, answer: BundleValue): Decision {
  return { ...declareDecision(draft, name, { scopes: [], default: answer }), fixed: "retired" };
}

function valueNumber({ values }: Draft, value: BundleValue): number {
  const number = values.get(value) ?? values.size;
  values.set(value, number);
  return number;
}
