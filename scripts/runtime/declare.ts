import type {
  Bundle,
  BundleFlag,
  BundleGrouping,
  BundleGroupSet,
  BundleRelease,
  BundleValue,
} from "../shapes/bundle.ts";
import type {
  Created,
  Decision,
  Declarations,
  Flag,
  Group,
  GroupSet,
  List,
  Release,
  Rollout,
  Step,
} from "./declarations.ts";
import { parseInstant } from "./instant.ts";

/** Under which rows of former ids have the index of the alias. */
export const formerKey = 0;

/** What is numbered while a bundle is read. */
interface Draft {
  readonly scopes: ReadonlyMap<string, number>;
  readonly groups: Map<string, Group>;
  readonly values: Map<BundleValue, number>;
  readonly lists: List[];
  keys: number;
}

/** What the declarations of a bundle depend on beside it. */
export interface Background {
  /** The declarations that a module was built with. */
  readonly built?: Declarations | undefined;
  /** Those of the same bundle's first environment, whose numbers mean the same in all. */
  readonly first?: Declarations | undefined;
}

/**
 * The declarations of a sound bundle as its first environment has it, and its lists of customers. Names that it has
 * retired and that code may still ask for, because a module was built with them, are declared too: they answer what
 * they were retired with.
 */
export function declare(
  bundle: Bundle,
  { built, first }: Background = {},
): { declarations: Declarations; lists: readonly List[] } {
  const draft: Draft = {
    scopes: new Map(
      Object.keys(bundle.scopes)
        .sort()
        .map((name, number) => [name, number]),
    ),
    groups: new Map(),
    values: new Map((first?.values ?? [false, true]).map((value, number) => [value, number])),
    lists: [],
    keys: formerKey + 1,
  };
  bundle.identities.aliases.forEach(({ scope, was, until }, index) => {
    const entry = until === undefined ? was : { id: was, until };
    draft.lists.push({ scope: draft.scopes.get(scope) as number, cells: [[formerKey, index]], entries: [entry] });
  });
  const sets = new Map(each(bundle.groups, (name, set) => declareSet(draft, name, set)));
  const flags = declareFlags(draft, bundle.flags);
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
    const flag = built?.flags.get(name);
    const release = built?.releases.get(name);
    const set = built?.sets.get(name);
    if (kind === "flag" && flag) flags.set(name, { ...flag, ...retire(draft, name, answer ?? false) });
    if (kind === "privilege" && built?.privileges.has(name)) privileges.set(name, retire(draft, name, answer ?? false));
    if (kind === "release" && release) releases.set(name, { ...release, ...retire(draft, name, answer ?? "") });
    if (kind === "groups" && set) sets.set(name, retireSet(draft, set, answer));
  }
  const { scopes, groups, lists } = draft;
  const declarations = {
    environments: bundle.environments,
    scopes,
    scopeNames: [...scopes.keys()],
    ignoreCase: [...scopes.keys()].map((name) => bundle.scopes[name]?.ignoreCase === true),
    kinships: bundle.identities.children.map(({ scope, within }) => ({ scope, within })),
    values: [...draft.values.keys()],
    flags,
    releases,
    privileges,
    sets,
    groups,
    retiredFlags: new Set(bundle.retired.flatMap(({ kind, name }) => (kind === "flag" ? [name] : []))),
  };
  return { declarations, lists };
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
  readonly requires?: readonly Decision[];
  readonly expires?: string | undefined;
  readonly listed?: BundleFlag["listed"];
  readonly grouped?: readonly BundleGrouping[];
  readonly rollout?: BundleFlag["rollout"];
  readonly created?: BundleFlag["created"];
}

function declareDecision(draft: Draft, name: string, settings: Settings): Decision {
  const { scopes, paused, requires = [], expires, listed = [], grouped = [], rollout, created } = settings;
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
    requires,
    expires: expires === undefined ? Infinity : parseInstant(expires),
    steps: steps.reverse(),
    rollout: rollout && declareRollout(draft, rollout),
    created: created && declareCreated(draft, created),
  };
}

function declareRollout(draft: Draft, { by, salt, shares }: NonNullable<BundleFlag["rollout"]>): Rollout {
  let end = 0;
  return {
    scope: draft.scopes.get(by) as number,
    salt,
    shares: shares.map(({ value, share }) => {
      end += share;
      return { value: valueNumber(draft, value), end };
    }),
  };
}

function declareCreated(draft: Draft, { by, from, value }: NonNullable<BundleFlag["created"]>): Created {
  return { scope: draft.scopes.get(by) as number, from: parseInstant(from), value: valueNumber(draft, value) };
}

/** A flag may require any other, so what they require is filled in when all are there. */
function declareFlags(draft: Draft, bundled: Bundle["flags"]): Map<string, Flag> {
  const required = new Map<string, Decision[]>();
  const flags = new Map(
    each(bundled, (name, flag): Flag => {
      const requires: Decision[] = [];
      required.set(name, requires);
      const expires = flag.keep === true ? undefined : flag.expires;
      return {
        ...declareDecision(draft, name, { ...flag, expires, requires }),
        isOverridable: typeof flag.default === "boolean",
        variants: flag.variants,
        client: flag.client === true,
      };
    }),
  );
  for (const [name, requires] of required)
    for (const other of bundled[name]?.requires ?? []) requires.push(flags.get(other) as Decision);
  return flags;
}

function declareRelease(draft: Draft, name: string, release: BundleRelease, scope: string, set: GroupSet): Release {
  const { stages, pinned } = release;
  const grouped = stages.map(({ group, version }) => ({ group: referenceOf(set.name, group), value: version }));
  const standard = stages.find(({ group }) => group === set.default?.name)?.version as string;
  return {
    ...declareDecision(draft, name, { scopes: [scope], default: standard, listed: pinned, grouped }),
    set,
    stages: new Set(stages.map(({ group }) => group)),
    properties: Object.freeze({ ...release.properties }),
  };
}

function declareSet(
  draft: Draft,
  name: string,
  { scope, exclusive, members, told = false, default: standard }: BundleGroupSet,
): GroupSet {
  const names = new Set(Object.keys(members));
  if (standard !== undefined) names.add(standard);
  const number = draft.scopes.get(scope) as number;
  const set = makeSet(draft, { name, scope: number, exclusive, told, retired: false }, [...names].sort(), standard);
  for (const group of set.groups) {
    if (!Object.hasOwn(members, group.name)) continue;
    const first = [set.key, group.index] as const;
    const cells = exclusive ? [first] : [first, [group.key, 1] as const];
    draft.lists.push({ scope: number, cells, entries: members[group.name] ?? [] });
  }
  return set;
}

/** No customer is in it by name: everyone is where it was retired to. */
function retireSet(draft: Draft, set: GroupSet, answer: unknown): GroupSet {
  const names = set.groups.map((group) => group.name);
  return makeSet(draft, { ...set, scope: -1, retired: true }, names, answer ?? set.default?.name);
}

function makeSet(
  draft: Draft,
  { name, scope, exclusive, told, retired }: Pick<GroupSet, "name" | "scope" | "exclusive" | "told" | "retired">,
  names: readonly string[],
  standard: unknown,
): GroupSet {
  const groups: Group[] = [];
  const about = { name, scope, exclusive, told, retired };
  const set: GroupSet & { default: Group | undefined } = { ...about, key: draft.keys++, groups, default: undefined };
  names.forEach((each, index) => {
    const group = { name: each, reference: referenceOf(name, each), set, key: draft.keys++, index };
    groups.push(group);
    draft.groups.set(group.reference, group);
    if (each === standard) set.default = group;
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
