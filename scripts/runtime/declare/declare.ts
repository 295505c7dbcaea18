import type { BundleGroupSet, BundleRelease } from "../shapes/bundle.ts";
import { declareAttributes } from "./attributes.ts";
import type { Declarations, GroupSet, List, Release } from "./declarations.ts";
import { declareDecision } from "./declare-decision.ts";
import { declareFlags } from "./declare-flags.ts";
import { declareRetired } from "./declare-retired.ts";
import { declareSet, referenceOf } from "./declare-set.ts";
import { collectLists, each, formerKey } from "./lists.ts";
import type { Source } from "./source.ts";
import { type Draft, numberValues, type ValueNumbers } from "./value-numbers.ts";

/** What the declarations of a bundle depend on besides the bundle. */
interface Background {
  /** The declarations that a module was built with. */
  readonly built?: Declarations | undefined;
  /** Values that already have a number, which means the same in all environments. */
  readonly values?: ValueNumbers | undefined;
}

/** What a bundle declares, and its lists of customers, which are put together when they are asked for. */
export interface Declared {
  readonly declarations: Declarations;
  readonly values: ValueNumbers;
  readonly lists: () => readonly List[];
}

/**
 * The declarations of a sound bundle in its first environment. Retired names are declared too, since code may still ask
 * for them: they answer what they were retired with. Those that a module was built with stay among the others.
 */
export function declare(source: Source, { built, values = numberValues() }: Background = {}): Declared {
  const draft: Draft = {
    scopes: new Map(
      Object.keys(source.scopes)
        .sort()
        .map((name, number) => [name, number]),
    ),
    groups: new Map(),
    values,
    attributes: declareAttributes(source),
    keys: formerKey + 1,
  };
  const sets = new Map(each(source.groups, (name, set) => declareSet(draft, name, set)));
  const flagKey = draft.keys;
  const flags = declareFlags(draft, source.flags);
  const releases = new Map(
    each(source.releases, (name, release) => {
      const { scope = "" } = source.groups[release.by] as BundleGroupSet;
      return declareRelease(draft, name, release, scope, sets.get(release.by) as GroupSet);
    }),
  );
  const privileges = new Map(
    each(source.privileges, (name, { scope, sunset }) =>
      declareDecision(draft, name, { scopes: [scope], default: false, expires: sunset }),
    ),
  );

  const lists = (): readonly List[] => collectLists(draft, source, { flagKey, releases, privileges, sets });
  const retired = declareRetired(draft, source.retired, built, { flags, releases, privileges, sets });
  const { scopes, groups } = draft;
  const declarations = {
    digest: source.digest,
    environments: source.environments,
    scopes,
    scopeNames: [...scopes.keys()],
    ignoreCase: [...scopes.keys()].map((name) => source.scopes[name]?.ignoreCase === true),
    kinships: source.identities.children.map(({ scope, within }) => ({ scope, within })),
    values: values.list,
    flags,
    releases,
    privileges,
    sets,
    attributes: new Map([...draft.attributes.byName].filter(([, { set }]) => set === undefined)),
    groups,
    retiredFlags: new Set(source.retired.flatMap(({ kind, name }) => (kind === "flag" ? [name] : []))),
    retired,
  };
  return { declarations, values, lists };
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
