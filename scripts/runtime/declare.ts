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
    scopes: new Map(sortedNames(bundle.scopes).map((name, number) => [name, number])),
    groups: new Map(),
    values: new Map([false, true].map((value, number) => [value, number])),
    lists: [],
    keys: 0,
  };
  const sets = new Map(each(bundle.groups, (name, set) => declareSet(draft, name, set)));
  const flags = new Map(each(bundle.flags, (name, flag) => declareFlag(draft, name, flag)));
  const releases = new Map(
    each(bundle.releases, (name, release) => declareRelease(draft, name, release, sets.get(release.by) as GroupSet)),
  );
  const privileges = new Map(
    each(bundle.privileges, (name, { scope, frozen, sunset }) => {
      const listed = [{ value: true, scope, entries: frozen }];
      return declareDecision(draft, name, { scopes: [scope], default: false, expires: sunset, listed });
    }),
  );

  for (const { kind, name, answer } of built === undefined ? [] : bundle.retired) {
    if (kind === "flag" && built?.flags.has(name)) {
      flags.set(name, retire(draft, name, answer as BundleValue));
    } else if (kind === "privilege" && built?.privileges.has(name)) {
      privileges.set(name, retire(draft, name, answer ?? false));
    } else if (kind === "release") {
      const release = built?.releases.get(name);
      if (release !== undefined) releases.set(name, { ...release, ...retire(draft, name, answer as BundleValue) });
    } else if (kind === "groups") {
      const set = built?.sets.get(name);
      if (set !== undefined) sets.set(name, retireSet(draft, set, answer));
    }
  }
  const retiredFlags = new Set(bundle.retired.flatMap(({ kind, name }) => (kind === "flag" ? [name] : [])));
  const { scopes, groups } = draft;
  const scopeNames = [...scopes.keys()];
  const values = [...draft.values.keys()];
  return {
    declarations: { scopes, scopeNames, values, flags, releases, privileges, sets, groups, retiredFlags },
    lists: draft.lists,
  };
}

/** The names of a record in the order of their code units: the order of keys in an object is not that of its text. */
export function sortedNames(record: object): string[] {
  return Object.keys(record).sort();
}

function each<Value, Result>(
  record: Readonly<Record<string, Value>>,
  declareOne: (name: string, value: Value) => Result,
): [string, Result][] {
  return sortedNames(record).map((name) => [name, declareOne(name, record[name] as Value)]);
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

function declareRelease(draft: Draft, name: string, release: BundleRelease, set: GroupSet): Release {
  const grouped = release.stages.map(({ group, version }) => ({
    group: group === set.name ? group : `${set.name}/${group}`,
    value: version,
  }));
  const standard = release.stages.find(({ group }) => group === set.default?.name)?.version as string;
  const scope = [...draft.scopes.keys()][set.scope] as string;
  return {
    ...declareDecision(draft, name, { scopes: [scope], default: standard, grouped }),
    set,
    stages: new Set(release.stages.map(({ group }) => group)),
    properties: Object.freeze({ ...release.properties }),
  };
}

function declareSet(draft: Draft, name: string, bundled: BundleGroupSet): GroupSet {
  const { members } = bundled;
  const standard = bundled.default;
  const names = new Set(standard === undefined ? Object.keys(members) : [...Object.keys(members), standard]);
  const set = draftSet(
    draft,
    { ...bundled, name, scope: draft.scopes.get(bundled.scope) as number },
    [...names].sort(),
  );
  for (const group of set.groups) {
    draft.groups.set(group.reference, group);
    if (!Object.hasOwn(members, group.name)) continue;
    const cells = [[set.key, group.index], [group.key, 1]] as const; // biome-ignore format: two cells
    draft.lists.push({ scope: set.scope, cells, entries: members[group.name] ?? [] });
  }
  return set;
}

function draftSet(
  draft: Draft,
  {
    name,
    scope,
    exclusive,
    default: standard,
    retired = false,
  }: Omit<GroupSet, "key" | "groups" | "default" | "retired"> & {
    readonly default?: string | undefined;
    readonly retired?: boolean;
  },
  names: readonly string[],
): GroupSet {
  const groups: Group[] = [];
  const set = { name, scope, exclusive, retired, key: draft.keys++, groups, default: undefined as Group | undefined };
  names.forEach((group, index) => {
    const reference = group === name ? name : `${name}/${group}`;
    groups.push({ name: group, reference, set, key: draft.keys++, index });
    if (group === standard) set.default = groups[index];
  });
  return set;
}

/** No customer is in it: everyone is where its default says. */
function retireSet(draft: Draft, built: GroupSet, answer: BundleValue | undefined): GroupSet {
  const { name, exclusive, groups } = built;
  const standard = answer === undefined ? undefined : String(answer);
  const set = draftSet(
    draft,
    { name, exclusive, scope: 0, default: standard, retired: true },
    groups.map((group) => group.name),
  );
  for (const group of set.groups) draft.groups.set(group.reference, group);
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
