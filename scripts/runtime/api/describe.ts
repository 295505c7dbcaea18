import { inEnvironment } from "../declare/bundle-in-environment.ts";
import { groupNamesOf } from "../declare/declare-set.ts";
import { frozen } from "../declare/frozen.ts";
import type {
  Bundle,
  BundleAttribute,
  BundleFlag,
  BundleGroupSet,
  BundleRelease,
  BundleRetired,
  BundleShape,
} from "../shapes/bundle.ts";

/** All names of the live data and what is known about them, in one environment: plain data, frozen. */
export interface Description {
  readonly digest: string;
  readonly environments: readonly string[];
  /** The described environment. */
  readonly environment: string;
  readonly scopes: Readonly<Record<string, ScopeDescription>>;
  /** The attributes that callers may pass, by name. */
  readonly attributes: Readonly<Record<string, AttributeDescription>>;
  /** By name, in the order of their code units. */
  readonly names: Readonly<Record<string, NameDescription>>;
  /** Retired names, which still answer. */
  readonly retired: readonly RetiredDescription[];
}

/** A kind of identity. */
interface ScopeDescription {
  /** The broader scope. */
  readonly within?: string;
  readonly ignoreCase: boolean;
}

/** What callers may tell about a customer or a request. */
interface AttributeDescription {
  readonly description: string;
  readonly owner: string;
  readonly deprecated?: string;
  /** The scope that it describes; left out if it describes the request. */
  readonly scope?: string;
  readonly type: BundleAttribute["type"];
  readonly ignoreCase: boolean;
  /** All allowed texts. */
  readonly values?: readonly string[];
}

/** What every kind of name has. */
interface Described {
  readonly description: string;
  readonly owner: string;
  /** What to use instead. */
  readonly deprecated?: string;
  /** From broad to narrow; empty if it is the same for every context. */
  readonly scopes: readonly string[];
  /** Whether browsers may know the answer. */
  readonly client: boolean;
}

/** A JSON type, or any. */
type ValueType = NonNullable<BundleShape["type"]> | "any";

/** A switch, or a choice between variants. */
export interface FlagDescription extends Described {
  readonly kind: "flag";
  /** The type of its values: boolean for a switch, string for variants that stand for themselves. */
  readonly type: ValueType;
  readonly nullable?: boolean;
  readonly default: boolean | string;
  readonly variants?: readonly string[];
  /** The value of each variant, in their order; left out if variants are only names. */
  readonly values?: readonly unknown[];
  /** The first instant at which it has expired, RFC 3339 in UTC. */
  readonly expires?: string;
  /** Why it never expires. */
  readonly permanent?: string;
}

/** A product whose version is chosen by group. */
interface ReleaseDescription extends Described {
  readonly kind: "release";
  readonly type: "string";
  /** The version of the default group. */
  readonly default: string;
  /** The group set. */
  readonly by: string;
  readonly stages: readonly { readonly group: string; readonly version: string }[];
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** What a plan grants, or a frozen list. */
interface PrivilegeDescription extends Described {
  readonly kind: "privilege";
  readonly type: "boolean";
  readonly default: false;
  /** The first instant at which the frozen list grants nothing, RFC 3339 in UTC. */
  readonly expires?: string;
}

/** Named parts of the customers of one scope. */
export interface GroupsDescription extends Described {
  readonly kind: "groups";
  readonly type: "string";
  /** The group of everyone who is in no other group. */
  readonly default?: string;
  readonly groups: readonly string[];
  /** Whether a customer is in at most one group. */
  readonly exclusive: boolean;
  /** Whether callers say which group a customer is in. */
  readonly told: boolean;
}

export type NameDescription = FlagDescription | ReleaseDescription | PrivilegeDescription | GroupsDescription;

/** A name that can never be used again, and what it answers. */
interface RetiredDescription {
  readonly kind: BundleRetired["kind"];
  readonly name: string;
  readonly answer?: boolean | string;
  /** The value of the answer, if it is a variant with a value. */
  readonly value?: unknown;
  readonly client: boolean;
}

/** Describes bundles in environments; the descriptions of the last bundle are cached. */
export function descriptionsOf(): (bundle: Bundle, environment: string) => Description {
  const known = new Map<string, Description>();
  let last: Bundle | undefined;
  return (bundle, environment) => {
    if (last !== bundle) known.clear();
    last = bundle;
    const found = known.get(environment) ?? (frozen(describe(bundle, environment)) as Description);
    known.set(environment, found);
    return found;
  };
}

function describe(bundle: Bundle, environment: string): Description {
  const { digest, environments, groups, flags, releases, privileges, retired } = inEnvironment(bundle, environment);
  const names = new Map<string, NameDescription>();
  for (const [name, set] of Object.entries(groups)) names.set(name, describeGroups(set));
  for (const [name, flag] of Object.entries(flags)) names.set(name, describeFlag(flag));
  for (const [name, release] of Object.entries(releases))
    names.set(name, describeRelease(release, groups[release.by] as BundleGroupSet));
  for (const [name, privilege] of Object.entries(privileges)) {
    const { scope, sunset } = privilege;
    const about = { ...aboutOf(privilege), scopes: [scope], client: false, ...defined({ expires: sunset }) };
    names.set(name, { kind: "privilege", type: "boolean", default: false, ...about });
  }
  return {
    digest,
    environments: [...environments],
    environment,
    scopes: sorted(Object.entries(bundle.scopes).map(([name, scope]) => [name, { ...scope }])),
    attributes: sorted(Object.entries(bundle.attributes ?? {}).map(([name, each]) => [name, describeAttribute(each)])),
    names: sorted([...names]),
    retired: retired.map(({ kind, name, answer, value, client = false }) => ({
      kind,
      name,
      client,
      ...defined({ answer, value }),
    })),
  };
}

function describeFlag(flag: BundleFlag): FlagDescription {
  const { scopes, client = false, variants, values, shape, expires, permanent } = flag;
  const type = variants === undefined ? "boolean" : shape === undefined ? "string" : (shape.type ?? "any");
  return {
    kind: "flag",
    ...aboutOf(flag),
    scopes: [...scopes],
    client,
    type,
    default: flag.default,
    ...defined({ nullable: shape?.nullable, variants: copied(variants), values: copied(values), expires, permanent }),
  };
}

function describeRelease(release: BundleRelease, set: BundleGroupSet): ReleaseDescription {
  const { by, stages, properties } = release;
  return {
    kind: "release",
    ...aboutOf(release),
    scopes: scopesOf(set),
    client: false,
    type: "string",
    default: stages.find(({ group }) => group === set.default)?.version as string,
    by,
    stages: stages.map(({ group, version }) => ({ group, version })),
    properties: { ...properties },
  };
}

function describeGroups(set: BundleGroupSet): GroupsDescription {
  const { exclusive, told = false, default: standard } = set;
  return {
    kind: "groups",
    ...aboutOf(set),
    scopes: scopesOf(set),
    client: false,
    type: "string",
    groups: groupNamesOf(set),
    exclusive,
    told,
    ...defined({ default: standard }),
  };
}

function describeAttribute(attribute: BundleAttribute): AttributeDescription {
  const { scope, type, ignoreCase = false, values } = attribute;
  return { ...aboutOf(attribute), type, ignoreCase, ...defined({ scope, values: copied(values) }) };
}

function scopesOf({ scope }: BundleGroupSet): readonly string[] {
  return scope === undefined ? [] : [scope];
}

function aboutOf({ description, owner, deprecated }: Pick<BundleFlag, "description" | "owner" | "deprecated">) {
  return { description, owner, ...defined({ deprecated }) };
}

/** Without a prototype, since `constructor` may be a name; in the order of their code units. */
function sorted<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  const record: Record<string, Value> = Object.create(null);
  for (const [name, value] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) record[name] = value;
  return record;
}

/** The bundle's own lists are read for answers, and must stay as they are. */
function copied<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list === undefined ? undefined : [...list];
}

/** The properties of an object that are not undefined. */
function defined<Properties extends object>(
  properties: Properties,
): { [Key in keyof Properties]?: Exclude<Properties[Key], undefined> } {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as never;
}
