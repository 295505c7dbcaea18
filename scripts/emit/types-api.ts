/** The part of flags.d.ts that does not depend on the names. */
export const api = `/** What the caller's plan grants: the names of its privileges, or a function from a name to a boolean; undefined without a plan. */
export type Plan = (Iterable<string> & object) | ((name: PrivilegeName) => boolean) | null | undefined;

/** What a request overrides, instead of the customer's settings: parsed, or by name. */
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
  /** What is known of the customer and of the request; what is left out or undefined is untold. */
  readonly attributes?: ToldAttributes | undefined;
  /** When the customers were created, by scope. */
  readonly created?: { readonly [Name in Known]?: Date | number | undefined } | undefined;
  readonly environment?: Environment | undefined;
}

/** An answer, and why. */
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
  /** The attributes and told group sets that the answer asked for and that were untold, sorted. */
  readonly untold?: readonly string[];
  /** When this answer changes next, because of a date; found when it is first read. */
  readonly until: Date | undefined;
}

/** An answer, and where it is from. */
export interface Details {
  /** What \`isEnabled\`, \`value\`, \`version\` or \`hasPrivilege\` answers. */
  readonly value: unknown;
  /** Of a flag with variants. */
  readonly variant?: string;
  readonly reason: Explanation<unknown>["reason"];
  /** What decided it; \`plan\` for a privilege that the plan grants. */
  readonly rule: Explanation<unknown>["rule"] | "plan";
  /** The group that decided it. */
  readonly group?: string;
  /** The attributes and told group sets that the answer asked for and that were untold, sorted. */
  readonly untold?: readonly string[];
}

/** What \`value\` of a flag is. */
export type ValueOf<Name> = Name extends keyof ValueTypes
  ? ValueTypes[Name]
  : Name extends keyof VariantTypes
    ? VariantTypes[Name]
    : boolean;

declare const checked: unique symbol;

/** A text that \`isFlagName\` has found to be a \`SwitchName\`: one type, for a union of so many intersections takes minutes to check. */
export type CheckedFlagName = CheckedName & { readonly [checked]: { readonly isFlag: true } };

/** A text that \`isName\` has found to be the name of a flag, a release or a privilege. */
export type CheckedName = string & { readonly [checked]: object };

type AnswerOf<Name, Answers> = Name extends keyof Answers ? Answers[Name] : never;

// Interfaces, for only there is \`in\` heeded: without it, TypeScript takes two generic functions of one declaration for the
// same. That the names have answers is no constraint, for of 10,000 it takes minutes to check.
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
  // functions as properties, for TypeScript compares what methods take in both directions
  /** Whether a flag is on for the customer; a name that \`isFlagName\` has checked may be of other scopes, and is then answered by default. */
  readonly isEnabled: (name: GlobalSwitch | SwitchesOf[Known] | CheckedFlagName) => boolean;
  /** The variant of a flag that the customer gets. */
  readonly variant: Ask<GlobalChoice | ChoicesOf[Known], VariantTypes>;
  /** What the flag's variant stands for, frozen; of a flag without values the variant, of a switch the boolean. */
  readonly value: AskValue<GlobalSwitch | SwitchesOf[Known] | GlobalChoice | ChoicesOf[Known] | CheckedFlagName>;
  /** The version of a release that the customer receives. */
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
  /** The answer and why; for a privilege, what the frozen list says. */
  readonly explain: Explain<
    GlobalSwitch | SwitchesOf[Known] | PrivilegesOf[Known],
    GlobalChoice | ChoicesOf[Known],
    ReleasesOf[Known]
  >;
  /** The answer of any flag, release or privilege, also a retired one, and where it is from; undefined for an unknown name. */
  readonly details: (name: string, plan?: Plan) => Details | undefined;
  /** The answers of the flags with \`client: true\`, for client.js; nothing else. */
  readonly snapshot: () => Snapshot;
}

/** What client.js reads; plain data, to be sent as JSON. */
export interface Snapshot {
  readonly format: 1;
  readonly flags: { readonly [name: string]: boolean | string };
  /** Of flags whose variants have values, what the answer stands for. */
  readonly values: { readonly [name: string]: unknown };
  /** The digest of the data that answered. */
  readonly digest: string;
  /** In OpenFeature's words; only the OpenFeature provider tells them. */
  readonly reasons?: { readonly [name: string]: string };
}

/** The answers for one customer, by an id for each scope that the caller knows. */
export declare function lookup<const Known extends Scope>(
  // the second half is what editors complete; an id that is not known may be undefined
  context: { readonly [Name in Known]?: string | undefined } & { readonly [Name in Scope]?: string | undefined },
  // a type that is not inferred from here; \`NoInfer\` needs TypeScript 5.4
  options?: LookupOptions<[Known][Known extends Scope ? 0 : never]>,
): Lookup<Known>;

/** The \`lookup\` of one environment, with attributes that are the same for all of its lookups. */
export declare function lookupIn(
  environment: Environment,
  standing?: { readonly attributes?: ToldAttributes | undefined },
): typeof lookup;

/** The settings of a string like \`do_something,no_other_thing\`; \`lookup\` takes it as it is. */
export interface ParsedOverrides {
  readonly settings: { readonly [Name in SwitchName | CheckedFlagName]?: boolean };
  readonly problems: readonly OverrideProblem[];
}

/** A problem with one part of such a string. */
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

/** Reads a comma-separated string of overrides, \`no_\` before a flag meaning off; with \`strict\` a problem throws. */
export declare function parseOverrides(text: string, options?: { readonly strict?: boolean | undefined }): ParsedOverrides;

/** Whether a text is the name of a flag that is on or off: \`isEnabled\` then takes it, in any context. */
export declare function isFlagName(text: string): text is CheckedFlagName;

/** Whether a text is the name of a flag, a release or a privilege: \`explain\` then takes it, in any context. */
export declare function isName(text: string): text is CheckedName;

/** Thrown when the live data does not have the requested name. */
export declare class UnknownNameError extends Error {
  readonly kind: "flag" | "release" | "privilege" | "groups" | "scope" | "environment";
  /** The name as it was asked for. */
  readonly unknown: string;
  readonly suggestion: string | undefined;
}

/**
 * Replaces the data with another flags.json, as text, object or bytes, or with the bytes of a flags.bin:
 * all of it or none. Returns the problems; empty if it loaded. An Error stands for data that could not be brought.
 */
export declare function load(bundle: unknown): readonly string[];

/** What \`load\` changed. */
export interface Change {
  /** The digest of the data that is live now. */
  readonly digest: string;
  /** The names, sorted, whose answers or descriptions may differ now; those of all other names are the same. */
  readonly changed: readonly string[];
}

/**
 * Calls the listener after each \`load\` of data with another digest, and before it \`onLoad\` after every \`load\`, with the
 * problems that it returns, until the returned function is called.
 */
export declare function subscribe(
  listener: (change: Change) => void,
  onLoad?: (problems: readonly string[]) => void,
): () => void;

/** All names of the live data, and what is known of them: plain data, frozen. */
export interface Description {
  readonly digest: string;
  readonly environments: readonly string[];
  /** The environment that is described. */
  readonly environment: string;
  readonly scopes: { readonly [scope: string]: { readonly within?: string; readonly ignoreCase: boolean } };
  /** What callers tell besides groups, by name, sorted. */
  readonly attributes: { readonly [name: string]: AttributeDescription | undefined };
  /** By name, sorted. */
  readonly names: { readonly [name: string]: NameDescription | undefined };
  /** The retired names, and what they answer. */
  readonly retired: readonly RetiredDescription[];
}

/** What callers may tell of a customer or a request. */
export interface AttributeDescription {
  readonly description: string;
  readonly owner: string;
  /** What to use instead. */
  readonly deprecated?: string;
  /** Whose it is; left out for one of the request. */
  readonly scope?: Scope;
  readonly type: "text" | "number" | "version" | "date" | "boolean" | "list";
  readonly ignoreCase: boolean;
  /** All texts that it may be. */
  readonly values?: readonly string[];
}

/** What is known of each name. */
interface Described {
  readonly description: string;
  readonly owner: string;
  /** What to use instead. */
  readonly deprecated?: string;
  /** From broad to narrow; empty for a global flag. */
  readonly scopes: readonly Scope[];
  /** Whether the answer may reach browsers. */
  readonly client: boolean;
}

export interface FlagDescription extends Described {
  readonly kind: "flag";
  /** The JSON type of its values: \`boolean\` for a switch, \`string\` for variants without values. */
  readonly type: "boolean" | "number" | "string" | "array" | "object" | "null" | "any";
  readonly nullable?: boolean;
  readonly default: boolean | string;
  readonly variants?: readonly string[];
  /** What each variant stands for, in the order of \`variants\`. */
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

/** A retired name and what it answers. */
export interface RetiredDescription {
  readonly kind: NameDescription["kind"] | "attribute";
  readonly name: string;
  readonly answer?: boolean | string;
  readonly value?: unknown;
  readonly client: boolean;
}

/** Describes the live data as an environment has it; defaults to the first. */
export declare function describe(environment?: Environment): Description;

/** The digest of the live data, as in its flags.json. Throws, as a lookup does, if there is no data yet. */
export declare function digest(): string;
`;
