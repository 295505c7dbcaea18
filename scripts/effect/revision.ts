import type { Decision, Model, Value } from "../model/model.ts";
import type { Instant } from "../model/time.ts";
import type { Kind } from "./effect.ts";

/** What a caller passes, by attribute and told set; what a side does not have is untold there. */
export interface Cell {
  readonly told: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Is called with each name that an answer depends on. */
  heard(name: string): void;
}

/** A question to one side of a change. */
export interface RevisionQuestion {
  readonly environment: string;
  readonly at: Instant;
  /** An id by scope; empty for a global flag. A scope that the side does not have is left out. */
  readonly context: Readonly<Record<string, string>>;
  /** By scope, when the customers were created. */
  readonly created?: Readonly<Record<string, Instant>>;
  /** The told groups; nothing by default. */
  readonly cell?: Cell | undefined;
  /** Whether all requirements of flags are taken as met. */
  readonly met?: boolean;
  /** In place of the customer's own hash, that of many; see `splitByHash`. */
  readonly hashes?: Hashes;
}

/** The hashes of many customers who get the same answers. */
export interface Hashes {
  /**
   * The hash of an id in a scope with a salt, undefined for its own; is notified of the hashes at which the answer
   * changes.
   */
  of(scope: string, salt: string, cuts: readonly number[]): number | undefined;
  /** A text that those share who give the same hashes. */
  key(): string;
}

/** What one scope says about a customer: null if nothing, and whether an entry of the customer's own says it. */
export interface StepAnswer {
  readonly value: Value | null;
  readonly isListed: boolean;
}

/** An answer, what decided it, and the deciding group if there is one, as `explain` of the module reports them. */
export interface RevisionAnswer {
  /** Null if the side does not have the name. */
  readonly value: Value | null;
  /** What a variant stands for, as JSON with its keys in order; undefined if it is only a name. */
  readonly content?: string | undefined;
  readonly rule: string;
  readonly group: string | undefined;
}

/** A decision as either side may have it. */
export type Named = Pick<Decision, "kind" | "name">;

/**
 * One side of a change: its models by environment, and the module that is made from them. An empty tree has neither.
 */
export interface Revision {
  readonly models: readonly Model[];
  /** The answer of a decision; for a privilege, what is frozen. Null if the side does not have it. */
  answer(kind: Kind, name: string, question: RevisionQuestion): Value | null;
  /** The same answer with what decided it. */
  explain(kind: Kind, name: string, question: RevisionQuestion): RevisionAnswer;
  /**
   * The first instant after the question's at which the answer, or the groups of a set, may change; `Infinity` if there
   * is none.
   */
  nextChange(kind: Kind, name: string, question: RevisionQuestion): Instant;
  /**
   * All instants after the question's at which the answer of any of some decisions may change; found once for the same
   * list.
   */
  turns(asked: readonly Named[], question: RevisionQuestion): readonly Instant[];
  /**
   * What the customer's own entry, groups and conditions in one scope say for each of some decisions, regardless of
   * everything else.
   */
  steps(asked: readonly Named[], scope: string, question: RevisionQuestion): readonly StepAnswer[];
  /**
   * What lists and patterns say of a customer that may have a part in any of some decisions, as a text to compare. With
   * the same text, only hashes and identities tell customers apart, whatever callers tell.
   */
  marks(asked: readonly Named[], question: RevisionQuestion): string;
  /** The groups of a set that a customer is in. */
  groups(set: string, question: RevisionQuestion): readonly string[];
}

/** The model of one environment; undefined if the side does not have it. */
export function modelIn(revision: Revision, environment: string): Model | undefined {
  return revision.models.find((model) => model.environment === environment);
}
