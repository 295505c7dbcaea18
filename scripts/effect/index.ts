import type { Instant } from "../model/time.ts";
import { candidateFinder } from "./affected.ts";
import { newAgenda } from "./agenda.ts";
import { compareUndone } from "./cancelled.ts";
import { askRegions } from "./cells.ts";
import { compareDecision } from "./decisions.ts";
import type { DecisionEffect, Effect, GroupEffect, Impact } from "./effect.ts";
import { compareSet, setCandidates } from "./groups.ts";
import { kinshipOf } from "./identity-links.ts";
import { membersOf } from "./mentioned.ts";
import { compareNames, compareProperties } from "./names.ts";
import { decisionPairs, pairsOf } from "./pair-models.ts";
import { type Comparison, nobodyOf, viewOf } from "./query.ts";
import { mergeDecisions, mergeGroups, mergeInTime } from "./regions.ts";
import { compareRecords, withRetiredAnswers } from "./retired-answers.ts";
import type { Cell, Side } from "./revision.ts";
import { compareLater } from "./scheduled.ts";
import { cancelledMoves, laterMoves } from "./scheduled-moves.ts";
import { compareTypes } from "./type-changes.ts";

/**
 * What the head does that the base does not, at an instant and by itself later. Only answers that may differ are asked
 * for: the cost grows with what the change touches, and with reading both sides once.
 */
export function compareSides(base: Side, head: Side, at: Instant): Effect {
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const [later, undone] = [newAgenda(), newAgenda()];
  const asked = base === head ? head : withRetiredAnswers(base, head);
  const sides = [base, asked] as const;
  for (const { environment, before, after } of base === head ? [] : pairsOf(base, asked)) {
    const nobody = nobodyOf([before, after]);
    const comparisonIn = (cell: Cell | undefined): Comparison => {
      const [one, other] = [viewOf(base, before, at, cell), viewOf(asked, after, at, cell)];
      return { before: one, after: other, environment, nobody, cell };
    };
    const members = membersOf(before, after);
    const kinship = kinshipOf(before, after);
    for (const candidate of setCandidates(before, after, members, kinship)) {
      const { dimensions } = candidate;
      const merge = mergeGroups.bind(undefined, dimensions);
      const ask = <Result>(find: (comparison: Comparison) => Result) =>
        askRegions(dimensions, (cell) => find(comparisonIn(cell)));
      const effect = merge(ask((comparison) => compareSet(comparison, candidate)));
      if (effect !== undefined) groups.push(effect);
      const moves = ask((comparison) => [...laterMoves(comparison, candidate, sides)]);
      for (const [moment, change] of mergeInTime(moves, merge)) later.addGroups(moment, change);
      const cancelled = ask((comparison) => [...cancelledMoves(comparison, candidate, sides)]);
      for (const [moment, change] of mergeInTime(cancelled, merge)) undone.addGroups(moment, change);
    }
    const find = candidateFinder(before, after, members, kinship);
    for (const [one, other] of decisionPairs(before, after)) {
      const candidate = find(one, other);
      const { dimensions } = candidate;
      const merge = mergeDecisions.bind(undefined, dimensions);
      const ask = <Result>(find: (comparison: Comparison) => Result) =>
        askRegions(dimensions, (cell) => find(comparisonIn(cell)));
      const effect = merge(ask((comparison) => compareDecision(comparison, candidate)));
      if (effect !== undefined) decisions.push(effect);
      const changes = ask((comparison) => [...compareLater(comparison, candidate, sides)]);
      for (const [moment, change] of mergeInTime(changes, merge)) later.addDecision(moment, change);
      const cancelled = ask((comparison) => [...compareUndone(comparison, candidate, sides)]);
      for (const [moment, change] of mergeInTime(cancelled, merge)) undone.addDecision(moment, change);
    }
  }
  const records = compareRecords(base, head);
  const [before, after] = [base.models[0], head.models[0]];
  const effect = {
    at,
    decisions: [...decisions, ...records.decisions],
    groups: [...groups, ...records.groups],
    names: compareNames(before, after),
    types: compareTypes(before, after),
    properties: compareProperties(before, after),
    later: later.inOrder(),
    undone: undone.inOrder(),
  };
  return { ...effect, impact: impactOf(effect) };
}

/** What an effect is to services that compiled before. */
function impactOf({ names, types, decisions, groups, properties, later, undone }: Omit<Effect, "impact">): Impact {
  if (names.removed.length > 0 || types.some(({ isBreaking }) => isBreaking)) return "breaking";
  if (names.added.length + types.length > 0) return "added";
  return decisions.length + groups.length + properties.length + later.length + undone.length > 0 ? "data" : "none";
}
