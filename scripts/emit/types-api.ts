/** The part of flags.d.ts that does not depend on the names. */
export const api = `/** The privileges that the caller's plan grants: their names, or a function from a name to a boolean; undefined without a plan. */
export type Plan = (Iterable<string> & object) | ((name: PrivilegeName) => boolean) | null | undefined;

/** Overrides of a request, in place of the customer's settings: parsed, or by name. */
export type Overrides =
  | ParsedOverrides
  | ReadonlyMap<SwitchName | CheckedFlagName, boolean>
  | { readonly [Name in SwitchName | CheckedFlagName]?: boolean | undefined };

export interface LookupOptions<Known extends Scope = Scope> {
  /** The instant to answer for, as a Date or in epoch milliseconds; defaults to now. */
  readonly at?: Date | number | undefined;
  readonly overrides?: Overrides | undefined;
  /** The customer's groups in sets with \`told\`, which only the caller knows. */
  readonly groups?: ToldGroups | undefined;
  /** What is known about the customer and the request; attributes that are left out or undefined are untold. */
  readonly attributes?: ToldAttributes | undefined;
  /** When the customers were created, by scope. */
  readonly created?: { readonly [Name in Known]?: Date | number | undefined } | undefined;
  readonly environment?: Environment | undefined;
}

/** An answer, and the reason for it. */
export interface Explanation<Value> {
  readonly value: Value;
  /** One of OpenFeature's reasons. */
  readonly reason: "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED";
  /** What decided it. */
  readonly rule: | "paused"
    | "override"
    | "requires"
    | "expired"
    | "listed"
    | "group"
    | "condition"
    | "rollout"
    | "created"
    | "default"
    | "retired";
  /** The group that decided it. */
  readonly group?: string;
  /** The attributes and told group sets that the answer asked for but that were untold, sorted. */
  readonly untold?: readonly string[];
  /** When this answer next changes because of a date; computed when first read. */
  readonly until: Date | undefined;
}

/** An answer, and where it comes from. */
export interface Details {
  /** The answer of \`isEnabled\`, \`value\`, \`version\` or \`hasPrivilege\`. */
  readonly value: unknown;
  /** For a flag with variants. */
  readonly variant?: string;
  readonly reason: Explanation<unknown>["reason"];
  /** What decided it; \`plan\` for a privilege that the plan grants. */
  readonly rule: Explanation<unknown>["rule"] | "plan";
  /** The group that decided it. */
  readonly group?: string;
  /** The attributes and told group sets that the answer asked for but that were untold, sorted. */
  readonly untold?: readonly string[];
}

/** What \`value\` of a flag is. */
export type ValueOf<Name> = Name extends keyof ValueTypes
  ? ValueTypes[Name]
  : Name extends keyof VariantTypes
    ? VariantTypes[Name]
    : boolean;

declare const checked: unique symbol;

/** A text that \`isFlagName\` has found to be a \`SwitchName\`: a single type, since checking a union of so many intersections takes minutes. */
export type CheckedFlagName = CheckedName & { readonly [checked]: { readonly isFlag: true } };

/** A text that \`isName\` has found to be the name of a flag, a release or a privilege. */
export type CheckedName = string & { readonly [checked]: object };

type AnswerOf<Name, Answers> = Name extends keyof Answers ? Answers[Name] : never;

// Interfaces, since \`in\` works only there: without it, TypeScript takes two generic functions of one declaration for the
// same. That names have answers is not a constraint, since checking it for 10,000 names takes minutes.
interface Ask<in Names, Answers> {
  <Name extends Names>(name: Name): AnswerOf<Name, Answers>;
}

interface AskValue<in Names> {
  <Name extends Names>(name: Name): ValueOf<Name>;
}

interface Explain<in Switches, in Choices, in Releases> {
  (name: CheckedName): Explanation<boolean | string>;
  (name: Releases): Explanation<string>;
  <Name extends Choices>(name: Name): Explanation<AnswerOf<Name, VariantTypes>>;
  (name: Switches): Explanation<boolean>;
}

/** The answers for one customer at one instant. */
export interface Lookup<in Known extends Scope> {
  // functions as properties, since TypeScript compares the parameters of methods bivariantly
  /** Whether a flag is on for the customer. A name checked by \`isFlagName\` may have other scopes; it then gets the flag's default. */
  readonly isEnabled: (name: GlobalSwitch | SwitchesOf[Known] | CheckedFlagName) => boolean;
  /** The variant of a flag that the customer gets. */
  readonly variant: Ask<GlobalChoice | ChoicesOf[Known], VariantTypes>;
  /** The value of the flag's variant, frozen; without values the variant itself, for a switch the boolean. */
  readonly value: AskValue<GlobalSwitch | SwitchesOf[Known] | GlobalChoice | ChoicesOf[Known] | CheckedFlagName>;
  /** The customer's version of a release. */
  readonly version: (name: ReleasesOf[Known]) => string;
  /** The version with its stage and the release's properties. */
  readonly release: Ask<ReleasesOf[Known], ReleaseTypes>;
  /** The customer's group in an exclusive set. */
  readonly group: Ask<GlobalExclusiveSet | ExclusiveSetsOf[Known], GroupIn>;
  /** Whether the customer is in a group. */
  readonly isIn: (group: GlobalGroup | GroupsOf[Known]) => boolean;
  /** Whether the customer holds a privilege: by the plan, or because it is frozen for them. */
  readonly hasPrivilege: (name: PrivilegesOf[Known], plan: Plan) => boolean;
  /** All privileges that the customer holds, in the order of their names. */
  readonly privileges: (plan: Plan) => readonly PrivilegeName[];
  /** The answer and the reason; for a privilege, what the frozen list says. */
  readonly explain: Explain<
    GlobalSwitch | SwitchesOf[Known] | PrivilegesOf[Known],
    GlobalChoice | ChoicesOf[Known],
    ReleasesOf[Known]
  >;
  /** The answer of any flag, release or privilege, even a retired one, and where it comes from; undefined for an unknown name. */
  readonly details: (name: string, plan?: Plan) => Details | undefined;
  /** The answers of the flags with \`client: true\`, for client.js, and nothing else. */
  readonly snapshot: () => Snapshot;
}

/** The input of client.js: plain data, to be sent as JSON. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: { readonly [name: string]: boolean | string };
  /** The values of the answers, for flags whose variants have values. */
  readonly values: { readonly [name: string]: unknown };
  /** The digest of the data that answered. */
  readonly digest: string;
  /** As OpenFeature names them; only the OpenFeature provider sets them. */
  readonly reasons?: { readonly [name: string]: string };
}

/** The answers for one customer, given an id for each scope that the caller knows. */
export declare function lookup<const Known extends Scope>(
  // the second half is for completion in editors; an unknown id may be undefined
  context: { readonly [Name in Known]?: string | undefined } & { readonly [Name in Scope]?: string | undefined },
  // prevents inference from here; \`NoInfer\` needs TypeScript 5.4
  options?: LookupOptions<[Known][Known extends Scope ? 0 : never]>,
): Lookup<Known>;

/** The \`lookup\` of one environment, with attributes that are the same for all of its lookups. */
export declare function lookupIn(
  environment: Environment,
  standing?: { readonly attributes?: ToldAttributes | undefined },
): typeof lookup;

/** The settings from a string like \`do_something,no_other_thing\`; \`lookup\` accepts it as it is. */
export interface ParsedOverrides {
  readonly settings: { readonly [Name in SwitchName | CheckedFlagName]?: boolean };
  readonly problems: readonly OverrideProblem[];
}

/** A problem with a part of such a string. */
export interface OverrideProblem {
  readonly token: string;
  readonly kind: "unknown" | "retired" | "contradictory";
  readonly message: string;
  readonly suggestion?: SwitchName | undefined;
}

/** Thrown by a strict \`parseOverrides\`. */
export declare class OverridesError extends Error {
  readonly problems: readonly OverrideProblem[];
}

/** Reads a comma-separated string of overrides; \`no_\` before a flag means off. With \`strict\`, it throws for a problem. */
export declare function parseOverrides(text: string, options?: { readonly strict?: boolean | undefined }): ParsedOverrides;

/** Whether a text is the name of a flag that is on or off: \`isEnabled\` then takes it, in any context. */
export declare function isFlagName(text: string): text is CheckedFlagName;

/** Whether a text is the name of a flag, a release or a privilege: \`explain\` then takes it, in any context. */
export declare function isName(text: string): text is CheckedName;

/** Thrown when the live data does not have the requested name. */
export declare class UnknownNameError extends Error {
  readonly kind: "flag" | "release" | "privilege" | "groups" | "scope" | "environment";
  /** The requested name. */
  readonly unknown: string;
  readonly suggestion: string | undefined;
}

/**
 * Replaces the data with another flags.json, as text, object or bytes, or with the bytes of a flags.bin:
 * all of it or none. Returns the problems; empty if it loaded. An Error says why data could not be fetched.
 */
export declare function load(bundle: unknown): readonly string[];

/** What \`load\` changed. */
export interface Change {
  /** The digest of the live data. */
  readonly digest: string;
  /** The names whose answers or descriptions may have changed, sorted; all others are unchanged. */
  readonly changed: readonly string[];
}

/**
 * Calls the listener after each \`load\` of data with a new digest, and before that \`onLoad\` after every \`load\`, with the
 * problems that it returns. Stops when the returned function is called.
 */
export declare function subscribe(
  listener: (change: Change) => void,
  onLoad?: (problems: readonly string[]) => void,
): () => void;

/** All names in the live data, and what is known about them: plain data, frozen. */
export interface Description {
  readonly digest: string;
  readonly environments: readonly string[];
  /** The described environment. */
  readonly environment: string;
  readonly scopes: { readonly [scope: string]: { readonly within?: string; readonly ignoreCase: boolean } };
  /** The attributes that callers may pass, sorted by name. */
  readonly attributes: { readonly [name: string]: AttributeDescription | undefined };
  /** Sorted by name. */
  readonly names: { readonly [name: string]: NameDescription | undefined };
  /** The retired names, and their answers. */
  readonly retired: readonly RetiredDescription[];
}

/** What callers may pass about a customer or a request. */
export interface AttributeDescription {
  readonly description: string;
  readonly owner: string;
  /** What to use instead. */
  readonly deprecated?: string;
  /** The scope of its customers; left out for an attribute of the request. */
  readonly scope?: Scope;
  readonly type: "text" | "number" | "version" | "date" | "boolean" | "list";
  readonly ignoreCase: boolean;
  /** All allowed texts. */
  readonly values?: readonly string[];
}

/** What is known about each name. */
interface Described {
  readonly description: string;
  readonly owner: string;
  /** What to use instead. */
  readonly deprecated?: string;
  /** From broad to narrow; empty for a global flag. */
  readonly scopes: readonly Scope[];
  /** Whether browsers may see the answer. */
  readonly client: boolean;
}

export interface FlagDescription extends Described {
  readonly kind: "flag";
  /** The JSON type of its values: \`boolean\` for a switch, \`string\` for variants without values. */
  readonly type: "boolean" | "number" | "string" | "array" | "object" | "null" | "any";
  readonly nullable?: boolean;
  readonly default: boolean | string;
  readonly variants?: readonly string[];
  /** The value of each variant, in the order of \`variants\`. */
  readonly values?: readonly unknown[];
  /** The first instant at which it has expired, RFC 3339 in UTC. */
  readonly expires?: string;
  /** Why it never expires. */
  readonly permanent?: string;
}

export interface ReleaseDescription extends Described {
  readonly kind: "release";
  readonly type: "string";
  /** The version of the default group. */
  readonly default: string;
  /** The group set. */
  readonly by: string;
  readonly stages: readonly { readonly group: string; readonly version: string }[];
  readonly properties: { readonly [name: string]: string | number | boolean };
}

export interface PrivilegeDescription extends Described {
  readonly kind: "privilege";
  readonly type: "boolean";
  readonly default: false;
  /** The first instant at which the frozen list grants nothing, RFC 3339 in UTC. */
  readonly expires?: string;
}

export interface GroupsDescription extends Described {
  readonly kind: "groups";
  readonly type: "string";
  readonly groups: readonly string[];
  readonly default?: string;
  readonly exclusive: boolean;
  /** Whether the caller supplies the customer's group. */
  readonly told: boolean;
}

export type NameDescription = FlagDescription | ReleaseDescription | PrivilegeDescription | GroupsDescription;

/** A retired name and its answer. */
export interface RetiredDescription {
  readonly kind: NameDescription["kind"] | "attribute";
  readonly name: string;
  readonly answer?: boolean | string;
  readonly value?: unknown;
  readonly client: boolean;
}

/** Describes the live data in one environment; by default the first. */
export declare function describe(environment?: Environment): Description;

/** The digest of the live data, as in its flags.json. Throws, as a lookup does, if there is no data yet. */
export declare function digest(): string;
`;
