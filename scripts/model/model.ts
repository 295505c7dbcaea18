import type { Json, ValueShape } from "../runtime/load/value-shape.ts";
import type { Tested } from "./attribute.ts";
import type { Code, Severity } from "./codes.ts";
import type { Condition, Constant } from "./condition.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import type { Entries } from "./entries.ts";
import type { Span } from "./text/source.ts";
import type { Instant, Window } from "./time.ts";

/** What a decision can answer: a boolean, a variant or a version. */
export type Value = boolean | string;

/** A pattern for names or ids: its source, and whether a text matches it. */
export interface TextPattern {
  readonly source: string;
  readonly test: (text: string) => boolean;
}

/** The config of an instance, read from package.json. */
export interface Config {
  readonly document: Document;
  readonly scopes: ReadonlyMap<string, Scope>;
  /** The closed list of owners, if the config has one. */
  readonly owners: readonly string[] | undefined;
  /** Who may approve waivers, if the config says so. */
  readonly approvers: readonly string[] | undefined;
  /** At least one; documents apply to the first one as they are. */
  readonly environments: readonly [string, ...string[]];
  /** The handles of each owner on the host of the repository, if the config lists them. */
  readonly codeowners: ReadonlyMap<string, readonly string[]> | undefined;
  readonly namePattern: TextPattern;
  readonly policy: PolicyConfig;
  /** What the build emits next to the module. */
  readonly outputs: ReadonlySet<"flagd" | "lite" | "manifest" | "ofrep" | "openfeature">;
  readonly flagd: FlagdConfig;
}

/** How the build writes for flagd. */
interface FlagdConfig {
  /** If a set has a larger group, the context says which group a customer is in. */
  readonly maxMembers: number;
}

/** The limits that rules and policies use. */
export interface PolicyConfig {
  readonly warnDays: number;
  readonly maxLifetimeDays: number;
  readonly maxMoved: number;
  readonly maxPinned: number;
  /** The severity of findings of gate policies, where it differs from that of their codes. */
  readonly severity: Readonly<Record<string, Severity | "off">>;
}

/** The policy of a config that says nothing. */
export const usualPolicy: PolicyConfig = {
  warnDays: 30,
  maxLifetimeDays: 400,
  maxMoved: 100,
  maxPinned: 10,
  severity: {},
};

/** A kind of identity. */
export interface Scope {
  readonly name: string;
  readonly pattern: TextPattern | undefined;
  readonly ignoreCase: boolean;
  /** The broader scope that it is part of. */
  readonly within: string | undefined;
}

/** What every named thing says of itself. */
export interface Named {
  readonly name: string;
  readonly document: Document;
  readonly description: string;
  readonly owner: string;
  readonly links: readonly string[];
  readonly deprecated: string | undefined;
  readonly examples: readonly Example[];
}

/** A question and the expected answer. */
export interface Example {
  readonly when: Readonly<Record<string, string>>;
  readonly expect: Value | null | readonly string[];
  readonly at: Instant | undefined;
  readonly plan: readonly string[];
  readonly groups: Readonly<Record<string, string>>;
  /** The attributes that are passed, by name; null means untold. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** What is written there and is not a value of its attribute. */
  readonly misfits: readonly Diagnostic[];
  /** By scope, when the customer was created. */
  readonly created: Readonly<Record<string, Instant>>;
  readonly overrides: string;
  readonly environment: string | undefined;
  /** The mapping in the document that contains the example. */
  readonly data: object;
}

/** What a caller may tell about an attribute. */
export type AttributeValue = Constant | readonly string[] | null;

/** A name, a default, and settings that say which customers get which value, and when. */
export interface Decision extends Named {
  readonly kind: "flag" | "release" | "privilege";
  /** From broad to narrow; none for a global flag. */
  readonly scopes: readonly string[];
  /** The values that it can answer, in the order of a rollout; of a release, any version. */
  readonly values: readonly Value[];
  readonly default: Value;
  readonly listed: readonly Listing[];
  readonly grouped: readonly Grouping[];
  readonly conditional: readonly ConditionalSetting[];
  /** The first instant at which it decides nothing any more and answers its default. */
  readonly expires: { readonly at: Instant; readonly span: Span } | undefined;
}

/** Customers of one scope who get one value by their id. */
export interface Listing {
  readonly value: Value;
  readonly scope: string;
  readonly entries: Entries;
  /** The key that they are listed under. */
  readonly span: Span;
}

/** A group whose customers get one value. */
export interface Grouping {
  readonly value: Value;
  /** As written: `ring/canary`, or `beta` for a set with a single group. */
  readonly group: string;
  readonly span: Span;
}

/** A condition under which customers get one value: a group without a name. */
interface ConditionalSetting {
  readonly value: Value;
  readonly condition: Condition;
}

/** A named switch or choice. */
export interface Flag extends Decision {
  readonly kind: "flag";
  /** Whether it continues as before after it has expired. */
  readonly keep: boolean;
  readonly permanent: string | undefined;
  readonly paused: string | undefined;
  readonly variants: readonly string[] | undefined;
  /** The value that each variant stands for; undefined if variants are only names. */
  readonly variantValues: ReadonlyMap<string, Json> | undefined;
  /** What its values have in common, or what its schema declares. */
  readonly shape: ValueShape | undefined;
  /**
   * For customers who have no other setting, the first part whose groups they are in applies; empty without a rollout.
   */
  readonly rollout: readonly RolloutPart[];
  readonly created: Created | undefined;
  /** What must hold for it; otherwise it answers `unmet`. */
  readonly requires: readonly Requirement[];
  /** Conditions that must hold too, all of them. */
  readonly requiredConditions: readonly Condition[];
  readonly unmet: Value;
  /** Whether browsers may know its answer. */
  readonly client: boolean;
}

/** A flag that must give one of some answers. */
export interface Requirement {
  readonly name: string;
  /** `true` for a switch. */
  readonly values: readonly Value[];
  readonly span: Span;
}

/** Distributes customers who have no setting by the hash of salt and id. */
export interface RolloutPart {
  /** The groups whose customers it applies to; undefined if it applies to everyone, or to the rest. */
  readonly among: readonly { readonly group: string; readonly span: Span }[] | undefined;
  /** It also applies to customers for whom one of these holds; empty if `among` is undefined. */
  readonly amongConditions: readonly Condition[];
  /** The scope whose id decides; undefined if the flag has several scopes and does not say which, or has none. */
  readonly by: string | undefined;
  readonly salt: string;
  /** The number of buckets: 10,000, or the sum of a ratio. */
  readonly total: number;
  /** In buckets, in the order of the values. The rollout does not decide for customers who are in none of them. */
  readonly shares: readonly { readonly value: Value; readonly share: number }[];
  /** The mapping that contains it, if it is a mapping. */
  readonly data: object | undefined;
}

/** The default for customers created at or after an instant. */
export interface Created {
  readonly by: string | undefined;
  readonly from: Instant;
  readonly value: Value;
  readonly data: object;
}

/** A product whose version is chosen by the customer's group; its groupings are its stages. */
export interface Release extends Decision {
  readonly kind: "release";
  /** The group set, by name. */
  readonly by: string;
  readonly stages: readonly Stage[];
  readonly blocked: readonly { readonly version: string; readonly reason: string; readonly span: Span }[];
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** What one group receives. */
export interface Stage {
  readonly group: string;
  readonly version: string;
  /** In milliseconds; 0 if there is none. */
  readonly soak: number;
  /** Where its group is. */
  readonly span: Span;
  readonly versionSpan: Span;
}

/** A paid privilege; its listing is the frozen list. */
export interface Privilege extends Decision {
  readonly kind: "privilege";
  readonly frozen: Frozen | undefined;
}

/** The grandfathered part of a privilege. */
export interface Frozen {
  readonly flag: string;
  /** The day of the freeze, as `YYYY-MM-DD`. */
  readonly date: string;
  readonly seal: string;
  /** The mapping in the document that contains all this. */
  readonly data: object;
  readonly ended: readonly { readonly id?: string; readonly sha256?: string; readonly span: Span }[];
  readonly renamed: readonly {
    readonly id: string;
    readonly was: string;
    readonly date: string;
    readonly span: Span;
  }[];
}

/** Named parts of the customers of one scope, or of all requests. */
export interface GroupSet extends Named {
  readonly kind: "groups";
  /** Undefined if only conditions, or callers, say who is in a group. */
  readonly scope: string | undefined;
  readonly exclusive: boolean;
  readonly default: string | undefined;
  /** Whether the caller says which group a customer is in; then the set lists nobody. */
  readonly told: boolean;
  /** By name, in the order of the file; a plain list is a single group with the name of the set. */
  readonly groups: ReadonlyMap<string, Group>;
}

/** Something that a service knows about a customer or a request, and passes with the lookup. */
export interface Attribute extends Named, Tested {
  readonly kind: "attribute";
  /** The scope that it describes; undefined if it describes the request. */
  readonly scope: string | undefined;
}

/** One group and its listed members. */
export interface Group {
  readonly name: string;
  /** How settings refer to it. */
  readonly reference: string;
  readonly members: Entries;
  readonly patterns: readonly Pattern[];
  readonly conditions: readonly Condition[];
  readonly shares: readonly GroupShare[];
  readonly span: Span;
}

/**
 * Customers of a set's scope who are in a group by the hash of salt and id, unless a list or a pattern says otherwise.
 */
export interface GroupShare {
  readonly percent: number;
  /** Only for customers for whom it holds. */
  readonly condition: Condition | undefined;
  readonly salt: string;
  /** The first of its buckets, of 10,000, and the first one after them. */
  readonly start: number;
  readonly end: number;
  /** Where its percentage is. */
  readonly span: Span;
}

/** The customers whose id has a prefix, within a window. */
export interface Pattern extends Window {
  readonly prefix: string;
  readonly span: Span;
  /** Where its last day is. */
  readonly untilSpan: Span | undefined;
}

/** A customer of one scope who belongs to a customer of another. */
export interface Child {
  readonly scope: string;
  readonly id: string;
  readonly parentScope: string;
  readonly parent: string;
  readonly span: Span;
  /** The key under which the child is listed. */
  readonly parentSpan: Span;
}

/** A former id of a customer. */
export interface Alias {
  readonly scope: string;
  readonly id: string;
  readonly was: string;
  readonly until: Instant;
  readonly span: Span;
  readonly wasSpan: Span;
  readonly untilSpan: Span | undefined;
}

/** A permission for one change to break policies of the gate. */
export interface Waiver extends Named {
  readonly kind: "waiver";
  readonly approvedBy: string;
  readonly allow: readonly Allowance[];
}

/** One policy that a change may break, for one name and, for policies about releases, one version. */
export interface Allowance {
  readonly policy: Code;
  readonly name: string;
  readonly version: string | undefined;
  readonly span: Span;
  /** Where its version is, or would be. */
  readonly versionSpan: Span;
}

/** A name that can never be used again for its kind. */
export interface Retired {
  readonly name: string;
  readonly kind: "flag" | "release" | "privilege" | "groups" | "attribute";
  readonly outcome: "shipped" | "dropped" | "frozen" | "renamed";
  readonly answer: Value | undefined;
  /** Whether it was a flag that browsers may know. */
  readonly client: boolean;
  /** What the answer stands for, if that is more than its name. */
  readonly value: Json | undefined;
  readonly span: Span;
  readonly document: Document;
}

/** Everything resolved for one environment: what the rules check and the outputs are made from. */
export interface Model {
  readonly config: Config;
  readonly environment: string;
  /** The instant that the tree is checked for. */
  readonly asOf: Instant;
  /** Whether what has expired is only a warning. */
  readonly allowExpired: boolean;
  /**
   * All documents that could be read and have a name, including those that could not be resolved, in the order of their
   * paths.
   */
  readonly documents: readonly Document[];
  /** Documents of which invalid parts were left out; what is absent from them is not reported as missing. */
  readonly partial: ReadonlySet<Document>;
  /** In the order of their names. */
  readonly flags: ReadonlyMap<string, Flag>;
  readonly releases: ReadonlyMap<string, Release>;
  readonly privileges: ReadonlyMap<string, Privilege>;
  readonly sets: ReadonlyMap<string, GroupSet>;
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** The documents of identities, by name. */
  readonly identities: ReadonlyMap<string, Named>;
  /** Who belongs to whom; a child may occur twice, which a rule reports. */
  readonly children: readonly Child[];
  readonly aliases: readonly Alias[];
  readonly retired: readonly Retired[];
  readonly waivers: ReadonlyMap<string, Waiver>;
  /** The files that could not be read completely, by name; references to them are not reported as unknown. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** The file of retired names, relative to the instance's root. */
export const retiredPath = "flags/retired.yaml";
const parentScopesOf = new WeakMap<readonly Child[], ReadonlyMap<string, ReadonlySet<string>>>();

/** For each scope, the scopes of its customers' parents. */
export function parentScopes(model: Model): ReadonlyMap<string, ReadonlySet<string>> {
  let known = parentScopesOf.get(model.children);
  if (known === undefined) {
    const scopes = new Map<string, Set<string>>();
    for (const { scope, parentScope } of model.children) {
      const parents = scopes.get(scope);
      if (parents === undefined) scopes.set(scope, new Set([parentScope]));
      else parents.add(parentScope);
    }
    known = scopes;
    parentScopesOf.set(model.children, known);
  }
  return known;
}

/** A list of customers somewhere in the tree, and what it belongs to. */
export interface CustomerList {
  readonly scope: string;
  readonly entries: Entries;
  /** What it belongs to. */
  readonly kind: "group" | Decision["kind"];
  /** The same in words: flag `public_teams`. */
  readonly of: string;
}
