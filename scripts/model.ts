import { type Document, valueSpan } from "./document.ts";
import type { Entries } from "./entries.ts";
import type { Span } from "./source.ts";
import type { Instant } from "./time.ts";

/** What a decision can answer: a boolean, or one of its variants, or a version. */
export type Value = boolean | string;

/** The config of an instance, read from package.json. */
export interface Config {
  readonly document: Document;
  readonly scopes: ReadonlyMap<string, Scope>;
  /** The closed list of owners, if there is one. */
  readonly owners: readonly string[] | undefined;
  /** The handles of each owner on the host of the repository, if they are listed. */
  readonly codeowners: ReadonlyMap<string, readonly string[]> | undefined;
  readonly namePattern: RegExp;
  readonly policy: { readonly warnDays: number; readonly maxLifetimeDays: number; readonly maxMoved: number };
}

/** A kind of identity. */
export interface Scope {
  readonly name: string;
  readonly pattern: RegExp | undefined;
  readonly ignoreCase: boolean;
  /** The broader scope that it is a part of. */
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
}

/** A name, a default, and settings that say which customers get which value, and when. */
export interface Decision extends Named {
  readonly kind: "flag" | "release" | "privilege";
  /** From broad to narrow; none for a global flag. */
  readonly scopes: readonly string[];
  readonly default: Value;
  readonly listed: readonly Listing[];
  readonly grouped: readonly Grouping[];
  /** The first instant at which it decides nothing any more and answers its default. */
  readonly expires: { readonly at: Instant; readonly span: Span } | undefined;
}

/** Customers of one scope who get one value by their id. */
export interface Listing {
  readonly value: Value;
  readonly scope: string;
  readonly entries: Entries;
  /** The key under which they stand. */
  readonly span: Span;
}

/** A group whose customers get one value. */
export interface Grouping {
  readonly value: Value;
  /** As it is written: `ring/canary`, or `beta` for a set that is one group. */
  readonly group: string;
  readonly span: Span;
}

/** A named switch. */
export interface Flag extends Decision {
  readonly kind: "flag";
  /** Whether it goes on as before when it has expired. */
  readonly keep: boolean;
  readonly permanent: string | undefined;
  readonly paused: string | undefined;
}

/** A product whose version is chosen by the customer's group; its groupings are its stages. */
export interface Release extends Decision {
  readonly kind: "release";
  /** The group set, by name. */
  readonly by: string;
  readonly stages: readonly Stage[];
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** What one group receives. */
export interface Stage {
  readonly group: string;
  readonly version: string;
  /** In milliseconds; 0 without one. */
  readonly soak: number;
  readonly span: Span;
}

/** A paid privilege; its listing is the frozen list. */
export interface Privilege extends Decision {
  readonly kind: "privilege";
  readonly frozen: Frozen | undefined;
}

/** The grandfathered part of a privilege. */
export interface Frozen {
  readonly flag: string;
  readonly seal: string;
  /** The mapping in the document that all this stands in. */
  readonly data: object;
  readonly ended: readonly { readonly id?: string; readonly sha256?: string; readonly span: Span }[];
  readonly renamed: readonly { readonly id: string; readonly was: string; readonly span: Span }[];
}

/** Named parts of the customers of one scope. */
export interface GroupSet extends Named {
  readonly kind: "groups";
  readonly scope: string;
  readonly exclusive: boolean;
  readonly default: string | undefined;
  /** By name, in the order of the file; a plain list is one group that bears the set's name. */
  readonly groups: ReadonlyMap<string, Group>;
}

/** One group and its listed members. */
export interface Group {
  readonly name: string;
  /** How settings refer to it. */
  readonly reference: string;
  readonly members: Entries;
  readonly span: Span;
}

/** A name that can never be used again for its kind. */
export interface Retired {
  readonly name: string;
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly outcome: "shipped" | "dropped" | "frozen" | "renamed";
  readonly answer: Value | undefined;
  readonly span: Span;
  readonly document: Document;
}

/** Everything resolved, as the rules judge it and the outputs are made from it. */
export interface Model {
  readonly config: Config;
  /** The instant for which the tree is judged. */
  readonly asOf: Instant;
  /** Whether what has expired is only a warning. */
  readonly allowExpired: boolean;
  /** All documents that could be read and have a name, also those that could not be resolved, in the order of their paths. */
  readonly documents: readonly Document[];
  /** Documents of which parts were left out because they do not fit; what is not there is not called missing. */
  readonly damaged: ReadonlySet<Document>;
  /** In the order of their names. */
  readonly flags: ReadonlyMap<string, Flag>;
  readonly releases: ReadonlyMap<string, Release>;
  readonly privileges: ReadonlyMap<string, Privilege>;
  readonly sets: ReadonlyMap<string, GroupSet>;
  readonly retired: readonly Retired[];
  /** Names of documents that could not be read whole; what refers to them is not called unknown. */
  readonly unreadable: ReadonlySet<string>;
}

/** The file of retired names, relative to the instance's root. */
export const retiredPath = "flags/retired.yaml";

/** All decisions of a model: flags, releases, privileges, each by name. */
export function* decisionsOf(model: Model): Generator<Flag | Release | Privilege> {
  yield* model.flags.values();
  yield* model.releases.values();
  yield* model.privileges.values();
}

/** The group that a reference means, with its set; undefined where there is none. */
export function findGroup(model: Model, reference: string): { set: GroupSet; group: Group } | undefined {
  const set = model.sets.get(setOf(reference));
  const group = set?.groups.get(reference.slice(reference.indexOf("/") + 1));
  return set === undefined || group === undefined || group.reference !== reference ? undefined : { set, group };
}

/** The set that a reference to a group names. */
export function setOf(reference: string): string {
  const slash = reference.indexOf("/");
  return slash < 0 ? reference : reference.slice(0, slash);
}

/** Where the document of a named thing says the value of a top-level key. */
export function spanAt(named: Named, key: string): Span {
  return valueSpan(named.document, named.document.data as object, key);
}

/** Whether a scope lies within another, directly or through others. */
export function isWithin(config: Config, narrow: string, broad: string): boolean {
  const seen = new Set<string>();
  for (
    let at = config.scopes.get(narrow)?.within;
    at !== undefined && !seen.has(at);
    at = config.scopes.get(at)?.within
  ) {
    if (at === broad) return true;
    seen.add(at);
  }
  return false;
}

/** A list of customers somewhere in the tree, and what it is of. */
export interface CustomerList {
  readonly scope: string;
  readonly entries: Entries;
  /** The flag, release, privilege or group that it belongs to, in words: flag `public_teams`. */
  readonly of: string;
}

/** All lists of customers: members of groups, and listings of decisions. */
export function* customerLists(model: Model): Generator<CustomerList> {
  for (const set of model.sets.values())
    for (const group of set.groups.values())
      yield { scope: set.scope, entries: group.members, of: `group \`${group.reference}\`` };
  for (const decision of decisionsOf(model))
    for (const { scope, entries } of decision.listed)
      yield { scope, entries, of: `${decision.kind} \`${decision.name}\`` };
}
