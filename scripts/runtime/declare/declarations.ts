import type { BundleAttribute, BundleMember, BundleShape, BundleValue } from "../shapes/bundle.ts";
import type { Cut } from "../tables/cuts.ts";
import type { Payloads } from "./payloads.ts";
import type { Rule } from "./rule.ts";

/**
 * A bundle's names and rules in one environment: everything but the customers, so it is small whatever their number.
 */
export interface Declarations {
  /** The digest of the whole bundle. */
  readonly digest: string;
  /** All environments; documents apply to the first one as they are. */
  readonly environments: readonly string[];
  /** The number of each scope, by name. */
  readonly scopes: ReadonlyMap<string, number>;
  /** By number, in the order of their code units. */
  readonly scopeNames: readonly string[];
  /** For each scope by number, whether its ids ignore letter case. */
  readonly ignoreCase: readonly boolean[];
  /** Scopes whose customers may belong to customers of others. */
  readonly kinships: readonly { readonly scope: string; readonly within: string }[];
  /**
   * All values that a decision can have, by number; `false` is 0 and `true` is 1. Flags that are declared later may have
   * more.
   */
  readonly values: readonly BundleValue[];
  /** Declared when they are first asked for. */
  readonly flags: ReadonlyMap<string, Flag>;
  readonly releases: ReadonlyMap<string, Release>;
  readonly privileges: ReadonlyMap<string, Decision>;
  readonly sets: ReadonlyMap<string, GroupSet>;
  /** What callers tell, by name; group sets that they tell are among the sets. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** By reference. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Names that can never be flags again. */
  readonly retiredFlags: ReadonlySet<string>;
  /** Retired names that the module did not know when it was built: code may still ask for them by text. */
  readonly retired: Retired;
}

/** By kind and name, what answers as it was retired. */
interface Retired {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly releases: ReadonlyMap<string, Release>;
  readonly privileges: ReadonlyMap<string, Decision>;
  readonly sets: ReadonlyMap<string, GroupSet>;
}

/**
 * A name, a default, and what leads to another value: guards, then steps, then what is for everyone else. Values are
 * numbers.
 */
export interface Decision {
  readonly name: string;
  /** The key under which rows have the value of the customer's own entry. */
  readonly key: number;
  readonly default: number;
  /** Whether a request may override it: boolean flags only. */
  readonly isOverridable: boolean;
  /** Why it answers its default regardless of the context. */
  readonly fixed: "paused" | "retired" | undefined;
  /** The flags and conditions that must hold for it; otherwise it answers `unmet`. */
  readonly requires: readonly Requirement[];
  readonly requiredConditions: readonly Condition[];
  readonly unmet: number;
  /** The first instant at which it answers its default; `Infinity` if it never ends, or continues. */
  readonly expires: number;
  /** From narrow to broad; empty for a global flag. */
  readonly steps: readonly Step[];
  /** Conditions that test no scope, and groups of sets without one; they rank after all scopes. */
  readonly request: Step["groupings"];
  /** The results of the steps by row, noted as they are found; undefined if they depend on more than one row. */
  readonly said: Said[] | undefined;
  /** Whether told values may affect the answer; undefined until this is first needed. */
  asksCaller: boolean | undefined;
  /** Details of its answers, by all that they depend on; every caller gets the same object. */
  readonly noted: Noted[];
  /** The first part whose groups the customer is in decides, or gives nothing; empty without a rollout. */
  readonly rollout: readonly RolloutPart[];
  readonly created: Created | undefined;
}

/** An answer of a decision, what decided it, and its details. */
export interface Noted {
  readonly value: number;
  readonly rule: Rule;
  readonly group: Group | undefined;
  /** The only thing that was untold, if there was one. */
  readonly untold: string | undefined;
  readonly details: object;
}

/**
 * What a decision looks at in one scope after the customer's own entry: the first group that the customer is in, or
 * condition that holds, decides.
 */
export interface Step {
  readonly scope: number;
  readonly groupings: readonly Grouping[];
}

/** Either a group or a condition, and the value for customers to whom it applies. */
export interface Grouping {
  readonly group: Group | undefined;
  readonly condition: Condition | undefined;
  /** The index of the condition among those of the bundle's decision. */
  readonly index: number;
  readonly value: number;
}

/** Tests that must each have an alternative that holds, within a window. */
export interface Condition {
  readonly tests: readonly (readonly Alternative[])[];
  readonly from: number;
  /** The first instant at which it no longer holds. */
  readonly until: number;
}

/**
 * That a position of an attribute, or one of several, is in one of some ranges; or that it is told, and none of others
 * holds.
 */
export interface Alternative {
  readonly attribute: Attribute;
  /** Sorted pairs: the first position, and the first one after. */
  readonly ranges: readonly number[];
  readonly not: readonly Alternative[] | undefined;
}

/** What conditions test by a name: what callers tell, or the groups of a set. */
export interface Attribute {
  readonly name: string;
  /** The number under which askers that tell the same in many questions note its position; -1 if no condition tests it. */
  readonly number: number;
  readonly type: BundleAttribute["type"];
  readonly scope: string | undefined;
  readonly ignoreCase: boolean;
  /** All allowed texts; any other counts as untold. */
  readonly values: ReadonlySet<string> | undefined;
  /** Whether callers tell it; not for a set that lists its members. */
  readonly isTold: boolean;
  readonly set: GroupSet | undefined;
  /** Ascending: what its values are compared with, read backwards if they are tested by their ends. */
  readonly cuts: readonly Cut[];
  readonly isBackwards: boolean;
  /** The positions of texts that were told before. */
  readonly known: Map<string, number>;
  /** The last of them, and its position; undefined until there is one. */
  lastText: string | undefined;
  lastPosition: number;
  /** The stamp of the question that last asked for it, and the position, or positions, that it found. */
  askedBy: number;
  found: number | readonly number[];
}

/** The result of the steps of a decision: a value, or -1 if they have none, and where it comes from. */
export interface Said {
  readonly value: number;
  readonly rule: Rule;
  readonly group: Group | undefined;
}

/** A flag that must give one of some answers. */
export interface Requirement {
  readonly flag: Decision;
  readonly values: readonly number[];
}

/** Values for customers for whom nothing else decides, by their bucket. */
export interface RolloutPart {
  /** The customer is in one of these groups; undefined if it applies to everyone, or to the rest. */
  readonly among: readonly Group[] | undefined;
  /** Or one of these holds. */
  readonly amongConditions: readonly Condition[];
  readonly scope: number;
  readonly salt: string;
  /** In the order of their hashes; `end` is the first hash after a share. */
  readonly shares: readonly { readonly value: number; readonly end: number }[];
}

/** The value for customers of a scope who were created at or after an instant. */
export interface Created {
  readonly scope: number;
  readonly from: number;
  readonly value: number;
}

/** A decision about a switch, or about a variant. */
export interface Flag extends Decision {
  /** The variants it may answer; undefined for a boolean flag. */
  readonly variants: readonly string[] | undefined;
  /** What each variant stands for; undefined if variants are only names. */
  readonly payloads: Payloads | undefined;
  /** Undefined also if it is what the values have in common. */
  readonly shape: BundleShape | undefined;
  /** Whether browsers may know the answer. */
  readonly client: boolean;
}

/** A decision about a version, and the properties that come with it. */
export interface Release extends Decision {
  readonly set: GroupSet;
  /** The names of the groups that are stages. */
  readonly stages: ReadonlySet<string>;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** Named parts of the customers of one scope, or of all requests. */
export interface GroupSet {
  readonly name: string;
  /** -1 if it has none. */
  readonly scope: number;
  readonly exclusive: boolean;
  /** Whether the caller says which group a customer is in. */
  readonly told: boolean;
  /** The key under which rows have the index of the first group that the customer is in. */
  readonly key: number;
  /** In the order of their names. */
  readonly groups: readonly Group[];
  /** Conditions by which a customer is in a group who is in none by name or pattern; in the order of their groups. */
  readonly conditions: readonly GroupCondition[];
  /** The shares by which a customer is in a group who is in none otherwise; in the order of their groups. */
  readonly shares: readonly GroupShare[];
  /** The group of everyone who is in no other; for a retired set, the group of everyone. */
  readonly default: Group | undefined;
  readonly retired: boolean;
}

/** Puts customers for whom a condition holds into a group. */
export interface GroupCondition {
  readonly group: Group;
  readonly condition: Condition;
}

/** Customers who are in a group by the hash of salt and id. */
export interface GroupShare {
  readonly group: Group;
  /** Only for customers for whom it holds. */
  readonly condition: Condition | undefined;
  readonly salt: string;
  /** Its first hash, and the first hash after it. */
  readonly start: number;
  readonly end: number;
}

/** One group of a set. */
export interface Group {
  readonly name: string;
  readonly reference: string;
  readonly set: GroupSet;
  /** The key under which rows say that the customer is in it, if the set is not exclusive. */
  readonly key: number;
  readonly index: number;
}

/** A list of customers of one scope, and what their rows say because they are in it. */
export interface List {
  readonly scope: number;
  /** Pairs of key and value, ascending by key. */
  readonly cells: readonly number[];
  readonly entries: readonly BundleMember[];
}
