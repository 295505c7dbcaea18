import type { Bundle, BundleGroupSet, BundleRelease, BundleValue } from "../shapes/bundle.ts";
import { declareAttributes } from "./attributes.ts";
import { declareCondition } from "./conditions.ts";
import type { Decision, Declarations, Flag, GroupSet, List, Release, Requirement } from "./declarations.ts";
import { declareDecision } from "./declare-decision.ts";
import { declareRetired } from "./declare-retired.ts";
import { declareSet, referenceOf } from "./declare-set.ts";
import { type BundledValues, payloadsOf } from "./payloads.ts";
import { type Draft, valueNumber } from "./value-numbers.ts";

/** The key under which rows of former ids have the index of the alias. */
export const formerKey = 0;

/** What the declarations of a bundle depend on besides the bundle. */
interface Background {
  /** The declarations that a module was built with. */
  readonly built?: Declarations | undefined;
  /** Values that already have a number, which means the same in all environments. */
  readonly values?: readonly BundleValue[] | undefined;
}

/**
 * The declarations of a sound bundle in its first environment, and its lists of customers. Retired names are declared
 * too, since code may still ask for them: they answer what they were retired with. Those that a module was built with
 * stay among the others.
 */
export function declare(
  bundle: Bundle,
  { built, values = [false, true] }: Background = {},
): { declarations: Declarations; lists: readonly List[] } {
  const draft: Draft = {
    scopes: new Map(
      Object.keys(bundle.scopes)
        .sort()
        .map((name, number) => [name, number]),
    ),
    groups: new Map(),
    values: new Map(values.map((value, number) => [value, number])),
    attributes: declareAttributes(bundle),
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
      const { scope = "" } = bundle.groups[release.by] as BundleGroupSet;
      return declareRelease(draft, name, release, scope, sets.get(release.by) as GroupSet);
    }),
  );
  const privileges = new Map(
    each(bundle.privileges, (name, { scope, frozen, sunset }) => {
      const listed = [{ value: true, scope, entries: frozen }];
      return declareDecision(draft, name, { scopes: [scope], default: false, expires: sunset, listed });
    }),
  );

  const retired = declareRetired(draft, bundle.retired, built, { flags, releases, privileges, sets });
  const { scopes, groups, lists } = draft;
  const declarations = {
    digest: bundle.digest,
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
    attributeCount: draft.attributes.count,
    attributes: new Map([...draft.attributes.byName].filter(([, { set }]) => set === undefined)),
    groups,
    retiredFlags: new Set(bundle.retired.flatMap(({ kind, name }) => (kind === "flag" ? [name] : []))),
    retired,
  };
  return { declarations, lists };
}

/** The declaration of each member, in the order of their names: that of an object's keys is not that of its text. */
function each<Value, Result>(
  record: Readonly<Record<string, Value>>,
  declareOne: (name: string, value: Value) => Result,
): [string, Result][] {
  return Object.keys(record)
    .sort()
    .map((name) => [name, declareOne(name, record[name] as Value)]);
}

/** A flag may require any other, so requirements are filled in once all flags are there. */
function declareFlags(draft: Draft, bundled: Bundle["flags"]): Map<string, Flag> {
  const required = new Map<string, Requirement[]>();
  const flags = new Map(
    each(bundled, (name, flag): Flag => {
      const requires: Requirement[] = [];
      required.set(name, requires);
      const expires = flag.keep === true ? undefined : flag.expires;
      const requiredConditions = (flag.requires ?? []).flatMap((item) =>
        typeof item === "object" && "where" in item ? [declareCondition(draft.attributes, item.where)] : [],
      );
      return {
        ...declareDecision(draft, name, { ...flag, expires, requires, requiredConditions }),
        isOverridable: typeof flag.default === "boolean",
        variants: flag.variants,
        payloads: flag.values && payloadsOf(numbersOf(draft, flag.variants), flag.values as BundledValues),
        shape: flag.shape,
        client: flag.client === true,
      };
    }),
  );
  for (const [name, requires] of required)
    for (const item of bundled[name]?.requires ?? []) {
      if (typeof item === "object" && "where" in item) continue;
      const { flag, values } = typeof item === "string" ? { flag: item, values: [true] } : item;
      requires.push({ flag: flags.get(flag) as Decision, values: values.map((value) => valueNumber(draft, value)) });
    }
  return flags;
}

function numbersOf(draft: Draft, variants: readonly string[] = []): readonly number[] {
  return variants.map((variant) => valueNumber(draft, variant));
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
