import type { Condition, Decision, GroupSet } from "../declare/declarations.ts";

/** What an answer may depend on. */
interface Reach {
  readonly decisions: ReadonlySet<Decision>;
  readonly sets: ReadonlySet<GroupSet>;
  readonly conditions: ReadonlySet<Condition>;
}

/** What some decisions, and the groups of some sets, may ask: themselves, and all that leads to others. */
export function reachOf(asked: Iterable<Decision>, named: Iterable<GroupSet> = []): Reach {
  const decisions = new Set(asked);
  const sets = new Set(named);
  const conditions = new Set<Condition>();
  const take = (condition: Condition | undefined): void => {
    if (condition === undefined) return;
    conditions.add(condition);
    for (const { attribute } of condition.tests.flat()) if (attribute.set !== undefined) sets.add(attribute.set);
  };
  for (const { steps, request, requires, requiredConditions, rollout } of decisions) {
    for (const { flag } of requires) decisions.add(flag);
    for (const { group, condition } of [...steps.flatMap(({ groupings }) => groupings), ...request]) {
      if (group !== undefined) sets.add(group.set);
      take(condition);
    }
    for (const { among = [] } of rollout) for (const { set } of among) sets.add(set);
    for (const condition of [...requiredConditions, ...rollout.flatMap((part) => part.amongConditions)])
      take(condition);
  }
  for (const { conditions: inside, shares } of sets)
    for (const { condition } of [...inside, ...shares]) take(condition);
  return { decisions, sets, conditions };
}
