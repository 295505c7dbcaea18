import type { Value } from "../model/model.ts";
import type { Where } from "../model/space/box.ts";
import type { Instant } from "../model/time.ts";
import type { Json } from "../runtime/load/value-shape.ts";

/** What a change does to customers, names and services; exact, since a model is finite. */
export interface Effect {
  /** The instant that both sides are asked for. */
  readonly at: Instant;
  readonly impact: Impact;
  readonly decisions: readonly DecisionEffect[];
  readonly groups: readonly GroupEffect[];
  readonly names: {
    readonly added: readonly NameEffect[];
    readonly removed: readonly NameEffect[];
    readonly retired: readonly NameEffect[];
  };
  /** Names that services ask for in another way than before. */
  readonly types: readonly TypeEffect[];
  readonly properties: readonly PropertyEffect[];
  /** What happens by itself at later instants, because of dates that the change adds or moves. */
  readonly later: readonly ScheduledEffect[];
  /** What would have happened by itself at later instants to listed customers, and no longer does. */
  readonly undone: readonly ScheduledEffect[];
  /** Other effects of the change, which can only be described in a sentence. */
  readonly unsaid: readonly Unsaid[];
}

/** An effect that cannot be listed: who is affected, and why, in a sentence. */
export interface Unsaid {
  readonly kind: Kind;
  readonly name: string;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  readonly message: string;
}

/** What happens at one instant. */
export interface ScheduledEffect {
  readonly on: Instant;
  readonly decisions: readonly DecisionEffect[];
  readonly groups: readonly GroupEffect[];
}

/** What a change means for services that compiled before: nothing, other answers, more to ask for, or less. */
export type Impact = "none" | "data" | "added" | "breaking";

/** Whether an effect is empty: nobody notices anything, now or later. */
export function isNothing({ decisions, groups, names, types, properties, later, undone, unsaid }: Effect): boolean {
  const { added, removed, retired } = names;
  const all = [decisions, groups, added, removed, retired, types, properties, later, undone, unsaid];
  return all.every(({ length }) => length === 0);
}

/** The kinds of things whose answers a change can affect. */
export type Kind = "flag" | "release" | "privilege" | "groups";

/** A name that a change adds, removes or retires. */
export interface NameEffect {
  readonly kind: Kind;
  readonly name: string;
}

/** Why services that compiled before would, or would not, still compile. */
export interface TypeEffect {
  readonly kind: Kind | "attribute" | "scope" | "environment";
  readonly name: string;
  readonly isBreaking: boolean;
  readonly message: string;
}

/** A property that a release passes on with another value of the same type. */
export interface PropertyEffect {
  readonly release: string;
  readonly property: string;
  readonly from: string | number | boolean;
  readonly to: string | number | boolean;
}

/** The customers of one decision who got one answer and now get another. */
export interface DecisionEffect {
  readonly kind: "flag" | "release" | "privilege";
  readonly name: string;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  readonly transitions: readonly Transition[];
  /** Where unmentioned customers change in another way if the caller says when they were created. */
  readonly newcomers: readonly Newcomers[];
  readonly together: readonly Together[];
}

/**
 * Contexts of several ids that change in a way that none of their ids does alone: any customer of each party with any
 * of the others.
 */
export interface Together extends Change {
  readonly parties: readonly Party[];
  /** Whether all of these contexts change this way, or what percentage. */
  readonly unlisted: true | number;
  readonly where: Where | undefined;
}

/** Customers of one scope: some by name, and whether everyone else whom the decision does not mention is included. */
export interface Party {
  readonly scope: string;
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
  readonly unlisted: boolean;
  /** Whether it is every customer of the scope, mentioned or not; then none is named. */
  readonly isEveryone: boolean;
}

/** From one answer to another; for a flag whose variants have values, perhaps to another value of the same one. */
export interface Change {
  readonly from: Value | null;
  readonly to: Value | null;
  /** What the answers stand for, if they or that differ; undefined on a side where the variant is only a name. */
  readonly values?: { readonly from: Json | undefined; readonly to: Json | undefined } | undefined;
}

/** Whether a change changes anything. */
export function isMove({ from, to, values }: Change): boolean {
  return from !== to || values !== undefined;
}

/** Customers created from an instant on, up to another if there is one. */
export interface Newcomers extends Change {
  readonly scope: string;
  readonly since: Instant;
  readonly until: Instant | undefined;
  /** Whether all unmentioned ones change this way, or what percentage. */
  readonly unlisted: true | number;
  readonly where: Where | undefined;
}

/** Customers with the same change from one value to another; a side that does not have the name answers null. */
export interface Transition extends Change {
  /** The scope of the ids; null for a global flag. */
  readonly scope: string | null;
  /** Customers that the decision mentions on either side, in order. */
  readonly ids: readonly string[];
  /** The texts of patterns, such as `test-*`, some or all of whose customers change this way; in order. */
  readonly patterns: readonly string[];
  /** Whether everyone else changes this way too, or what percentage. */
  readonly unlisted: boolean | number;
  /** Where in the space of told groups they do; undefined for everywhere. */
  readonly where: Where | undefined;
  readonly why: Cause;
  /** The group that is the reason, if one is. */
  readonly group: string | undefined;
}

/** The cause of a difference. */
export type Cause =
  | "listed"
  | "group"
  | "condition"
  | "window"
  | "alias"
  | "parent"
  | "rollout"
  | "requires"
  | "expired"
  | "paused"
  | "default";

/** The customers of a group set who are in another group than before; null is no group. */
export interface GroupEffect {
  readonly name: string;
  readonly environment: string | undefined;
  /** The scope of the ids; null if the set is of the request. */
  readonly scope: string | null;
  readonly moves: readonly Move[];
}

/** The customers of a set who go from one group to another. */
export interface Move {
  readonly from: string | null;
  readonly to: string | null;
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
  /** Whether everyone else moves this way too, or what percentage. */
  readonly unlisted: boolean | number;
  readonly where: Where | undefined;
}
