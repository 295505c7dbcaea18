import type { Instant } from "../model/time.ts";
import { candidateFinder } from "./affected.ts";
import { compareUndone } from "./cancelled.ts";
import { compareDecision } from "./decisions.ts";
import type { DecisionEffect, Effect, GroupEffect, Impact } from "./effect.ts";
import { compareGroups } from "./groups.ts";
import { kinshipOf } from "./identity-links.ts";
import { membersOf } from "./mentioned.ts";
import { compareNames, compareProperties } from "./names.ts";
import { decisionPairs, pairsOf } from "./pair-models.ts";
import { nobodyOf, viewOf } from "./query.ts";
import type { Side } from "./revision.ts";
import { compareLater } from "./scheduled.ts";
import { inTime } from "./scheduled-model.ts";
import { compareTypes } from "./type-changes.ts";

/**
 * What the head does that the base does not, at an instant and by itself later. Only answers that may differ are asked
 * for: the cost grows with what the change touches, and with reading both sides once.
 */
export function compareSides(base: Side, head: Side, at: Instant): Effect {
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const later = new Map<Instant, DecisionEffect[]>();
  const undone = new Map<Instant, DecisionEffect[]>();
  for (const { environment, before, after } of base === head ? [] : pairsOf(base, head)) {
    const nobody = nobodyOf([before, after]);
    const comparison = { before: viewOf(base, before, at), after: viewOf(head, after, at), environment, nobody };
    const members = membersOf(before, after);
    const kinship = kinshipOf(before, after);
    const find = candidateFinder(before, after, members, kinship);
    groups.push(...compareGroups(comparison, members, kinship));
    for (const [one, other] of decisionPairs(before, after)) {
      const candidate = find(one, other);
      const effect = compareDecision(comparison, candidate);
      if (effect !== undefined) decisions.push(effect);
      for (const [moment, change] of compareLater(comparison, candidate, [base, head]))
        later.set(moment, [...(later.get(moment) ?? []), change]);
      for (const [moment, change] of compareUndone(comparison, candidate, [base, head]))
        undone.set(moment, [...(undone.get(moment) ?? []), change]);
    }
  }
  const [before, after] = [base.models[0], head.models[0]];
  const effect = {
    at,
    decisions,
    groups,
    names: compareNames(before, after),
    types: compareTypes(before, after),
    properties: compareProperties(before, after),
    later: inTime(later),
    undone: inTime(undone),
  };
  return { ...effect, impact: impactOf(effect) };
}

/** What an effect is to services that compiled before. */
export function impactOf({
  names,
  types,
  decisions,
  groups,
  properties,
  later,
  undone,
}: Omit<Effect, "impact">): Impact {
  if (names.removed.length > 0 || types.some(({ isBreaking }) => isBreaking)) return "breaking";
  if (names.added.length + types.length > 0) return "added";
  return decisions.length + groups.length + properties.length + later.length + undone.length > 0 ? "data" : "none";
}
