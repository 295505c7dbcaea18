/** The part of flags.d.ts that does not depend on the names. */
export const api = `/** What the caller's plan grants: the names of its privileges, or a function from a name to a boolean; undefined without a plan. */
export type Plan = (Iterable<string> & object) | ((name: PrivilegeName) => boolean) | null | undefined;

/** What a request overrides, instead of the customer's settings: parsed, or by name. */
export type Overrides = ParsedOverrides | ReadonlyMap<SwitchName, boolean> | { readonly [Name in SwitchName]?: boolean };

export interface LookupOptions<Known extends Scope = Scope> {
  /** The instant to answer for, as a Date or in epoch milliseconds; defaults to now. */
  readonly at?: Date | number;
  readonly overrides?: Overrides;
  /** The customer's groups in sets with \`told\`, which only the caller knows. */
  readonly groups?: ToldGroups;
  /** When the customers were created, by scope. */
  readonly created?: { readonly [Name in Known]?: Date | number };
  readonly environment?: Environment;
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
    | "rollout"
    | "created"
    | "default"
    | "retired";
  /** The group that decided it. */
  readonly group?: string;
  /** When this answer changes next, because of a date. */
  readonly until?: Date;
}

/** What \`value\` of a flag is. */
export type ValueOf<Name> = Name extends keyof ValueTypes
  ? ValueTypes[Name]
  : Name extends keyof VariantTypes
    ? VariantTypes[Name]
    : boolean;

/** The answers for one customer at one instant. */
export interface Lookup<Known extends Scope> {
  // functions as properties, for TypeScript compares what methods take in both directions
  /** Whether a flag is on for the customer. */
  readonly isEnabled: (name: GlobalSwitch | SwitchesOf[Known]) => boolean;
  /** The variant of a flag that the customer gets. */
  readonly variant: <Name extends GlobalChoice | ChoicesOf[Known]>(name: Name) => VariantTypes[Name];
  /** What the flag's variant stands for, frozen; of a flag without values the variant, of a switch the boolean. */
  readonly value: <Name extends GlobalSwitch | SwitchesOf[Known] | GlobalChoice | ChoicesOf[Known]>(
    name: Name,
  ) => ValueOf<Name>;
  /** The version of a release that the customer receives. */
  readonly version: (name: ReleasesOf[Known]) => string;
  /** The version with its stage and the release's properties. */
  readonly release: <Name extends ReleasesOf[Known]>(name: Name) => ReleaseTypes[Name];
  /** The customer's group in an exclusive set. */
  readonly group: <Name extends ExclusiveSetsOf[Known]>(set: Name) => GroupIn[Name];
  /** Whether the customer is in a group. */
  readonly isIn: (group: GroupsOf[Known]) => boolean;
  /** Whether the customer holds a privilege: by the plan, or because it is frozen for them. */
  readonly hasPrivilege: (name: PrivilegesOf[Known], plan: Plan) => boolean;
  /** All privileges that the customer holds, in the order of their names. */
  readonly privileges: (plan: Plan) => readonly PrivilegeName[];
  /** The answer and why; for a privilege, what the frozen list says. */
  readonly explain: {
    (name: GlobalSwitch | SwitchesOf[Known] | PrivilegesOf[Known]): Explanation<boolean>;
    <Name extends GlobalChoice | ChoicesOf[Known]>(name: Name): Explanation<VariantTypes[Name]>;
    (name: ReleasesOf[Known]): Explanation<string>;
  };
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
}

/** The answers for one customer, by an id for each scope that the caller knows. */
export declare function lookup<const Known extends Scope>(
  // the second half is what editors complete; an id that is not known may be undefined
  context: { readonly [Name in Known]?: string | undefined } & { readonly [Name in Scope]?: string | undefined },
  options?: LookupOptions<NoInfer<Known>>,
): Lookup<Known>;

/** The \`lookup\` of one environment. */
export declare function lookupIn(environment: Environment): typeof lookup;

/** The settings of a string like \`do_something,no_other_thing\`; \`lookup\` takes it as it is. */
export interface ParsedOverrides {
  readonly settings: { readonly [Name in SwitchName]?: boolean };
  readonly problems: readonly OverrideProblem[];
}

/** A problem with one part of such a string. */
export interface OverrideProblem {
  readonly token: string;
  readonly kind: "unknown" | "retired" | "contradictory";
  readonly message: string;
  readonly suggestion?: SwitchName;
}

/** Thrown by a strict \`parseOverrides\`. */
export declare class OverridesError extends Error {
  readonly problems: readonly OverrideProblem[];
}

/** Reads a comma-separated string of overrides, \`no_\` before a flag meaning off; with \`strict\` a problem throws. */
export declare function parseOverrides(text: string, options?: { readonly strict?: boolean }): ParsedOverrides;

/** Whether a text is the name of a flag. */
export declare function isFlagName(text: string): text is FlagName;

/** Thrown when the live data does not have the requested name. */
export declare class UnknownNameError extends Error {
  readonly kind: "flag" | "release" | "privilege" | "groups" | "scope" | "environment";
  /** The name as it was asked for. */
  readonly unknown: string;
  readonly suggestion: string | undefined;
}

/**
 * Replaces the data with another flags.json, as text, object or bytes, or with the bytes of a flags.bin:
 * all of it or none. Returns the problems; empty if it loaded.
 */
export declare function load(bundle: unknown): readonly string[];

/** The digest of the live data, as in its flags.json. Throws, as a lookup does, if there is no data yet. */
export declare function digest(): string;
`;
