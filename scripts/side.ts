import type { Kind } from "./effect.ts";
import type { Model, Value } from "./model.ts";
import type { Instant } from "./time.ts";

/** A question to one side of a change. */
export interface SideQuestion {
  readonly environment: string;
  readonly at: Instant;
  /** An id by scope; none for a global flag. */
  readonly context: Readonly<Record<string, string>>;
  /** By scope, when the customers were created. */
  readonly created?: Readonly<Record<string, Instant>>;
}

/** One side of a change: its models by environment, and the module that is made from them. An empty tree has neither. */
export interface Side {
  readonly models: readonly Model[];
  /** The answer of a decision; of a privilege, what is frozen. Null where the side does not have it. */
  answer(kind: Kind, name: string, question: SideQuestion): Value | null;
  /** What decides that answer, and the group, as `explain` of the module says it. */
  reason(
    kind: Kind,
    name: string,
    question: SideQuestion,
  ): { readonly rule: string; readonly group: string | undefined };
  /** The groups of a set that a customer is in. */
  groups(set: string, question: SideQuestion): readonly string[];
}

/** The model of one environment; undefined where the side does not have it. */
export function modelIn(side: Side, environment: string): Model | undefined {
  return side.models.find((model) => model.environment === environment);
}
