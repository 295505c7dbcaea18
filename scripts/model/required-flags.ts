import type { Decision, Flag, Model } from "./model.ts";

/** A decision as two models have it; undefined for a model that does not. */
export type DecisionPair = readonly [Decision | undefined, Decision | undefined];

/** The names of the flags that a decision requires. */
function requiredBy(decision: Decision | undefined): readonly string[] {
  return decision?.kind === "flag" ? (decision as Flag).requires.map(({ name }) => name) : [];
}

/**
 * A decision of two models with all flags that either side requires, directly or indirectly; the decision comes first,
 * and each flag once.
 */
export function withRequired(
  before: Model | undefined,
  after: Model | undefined,
  pair: DecisionPair,
): readonly DecisionPair[] {
  const found = new Map<string, DecisionPair>([["", pair]]);
  for (const each of found.values())
    for (const name of each.flatMap(requiredBy))
      if (!found.has(name)) found.set(name, [before?.flags.get(name), after?.flags.get(name)]);
  return [...found.values()];
}
