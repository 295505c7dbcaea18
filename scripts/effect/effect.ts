import type { Value } from "../model/model.ts";
import type { Where } from "../model/space/box.ts";
import type { Instant } from "../model/time.ts";
import type { Json } from "../runtime/load/value-shape.ts";

/** What a change does to customers, names and services; exact, because a model is finite. */
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
  /** Names that are asked in another way than before. */
  readonly types: readonly TypeEffect[];
  readonly properties: readonly PropertyEffect[];
  /** What happens by itself at later instants, because of dates that the change brings or moves. */
  readonly later: readonly ScheduledEffect[];
  /** What would have happened by itself at later instants to customers who are listed, and no longer does. */
  readonly undone: readonly ScheduledEffect[];
  /** What the change does besides all this, that can only be said in a sentence. */
  readonly unsaid: readonly Unsaid[];
}

/** What an effect cannot list: who is concerned, and why, in a sentence. */
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

/** What a change is to services that compiled before: nothing, other answers, more to ask, or less. */
export type Impact = "none" | "data" | "added" | "breaking";

/** Whether an effect says nothing at all: nobody notices anything, now or later. */
export function isNothing({ decisions, groups, names, types, properties, later, undone, unsaid }: Effect): boolean {
  const { added, removed, retired } = names;
  const all = [decisions, groups, added, removed, retired, types, properties, later, undone, unsaid];
  return all.every(({ length }) => length === 0);
}

export type Kind = "flag" | "release" | "privilege" | "groups";

export interface NameEffect {
  readonly kind: Kind;
  readonly name: string;
}

/** Why services that compiled before would, or would not, compile again. */
export interface TypeEffect {
  readonly kind: Kind | "scope" | "environment";
  readonly name: string;
  readonly isBreaking: boolean;
  readonly message: string;
}

/** A property that a release hands through with another value of the same type. */
export interface PropertyEffect {
  readonly release: string;
  readonly property: string;
  readonly from: string | number | boolean;
  readonly to: string | number | boolean;
}

/** The customers of one decision who are told one answer and now get another. */
export interface DecisionEffect {
  readonly kind: "flag" | "release" | "privilege";
  readonly name: string;
  /** Undefined for the first environment. */
  readonly environment: string | undefined;
  readonly transitions: readonly Transition[];
  /** Where whoever is not mentioned goes another way if the caller says when the customer was created. */
  readonly newcomers: readonly Newcomers[];
  readonly together: readonly Together[];
}

/** Contexts of several ids that go a way which none of their ids goes alone: any customer of each party with any of the others. */
export interface Together extends Change {
  readonly parties: readonly Party[];
  /** Whether all of these contexts go this way, or what percentage. */
  readonly unlisted: true | number;
  readonly where: Where | undefined;
}

/** Customers of one scope: some by name, and whether everyone else whom the decision does not mention. */
export interface Party {
  readonly scope: string;
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
  readonly unlisted: boolean;
  /** Whether it is every customer of the scope, mentioned or not; then none is named. */
  readonly isEveryone: boolean;
}

/** From one answer to another; of a flag whose variants have values, perhaps to another value of the same. */
export interface Change {
  readonly from: Value | null;
  readonly to: Value | null;
  /** What the answers stand for, where they or that is not the same; a side undefined where it is a name and nothing more. */
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
  /** Whether all of them who are not mentioned go this way, or what percentage. */
  readonly unlisted: true | number;
  readonly where: Where | undefined;
}

/** Customers with the same way from one value to another; a side that does not have the name answers null. */
export interface Transition extends Change {
  /** Whose ids these are; null for a global flag. */
  readonly scope: string | null;
  /** Customers that the decision mentions on either side, in order. */
  readonly ids: readonly string[];
  /** By their texts, such as `test-*`, the patterns of whose customers all or some go this way; in order. */
  readonly patterns: readonly string[];
  /** Whether everyone else goes this way too, or what percentage of them. */
  readonly unlisted: boolean | number;
  /** Where in the space of told groups they do; undefined for everywhere. */
  readonly where: Where | undefined;
  readonly why: Cause;
  /** The group that is the reason, if one is. */
  readonly group: string | undefined;
}

/** What brought the difference. */
export type Cause =
  | "listed"
  | "group"
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
  /** Whose ids these are. */
  readonly scope: string;
  readonly moves: readonly Move[];
}

export interface Move {
  readonly from: string | null;
  readonly to: string | null;
  readonly ids: readonly string[];
  readonly patterns: readonly string[];
  /** Whether everyone else moves so too, or what percentage of them. */
  readonly unlisted: boolean | number;
  readonly where: Where | undefined;
}
