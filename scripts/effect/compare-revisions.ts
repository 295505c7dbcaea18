import type { Instant } from "../model/time.ts";
import { affectedFinder } from "./affected.ts";
import { newAgenda } from "./agenda.ts";
import { compareCancelled } from "./cancelled.ts";
import { askRegions } from "./cells.ts";
import { compareDecision } from "./decisions.ts";
import type { DecisionEffect, Effect, GroupEffect, Impact } from "./effect.ts";
import { compareSet, setCandidates } from "./groups.ts";
import { identityLinksOf } from "./identity-links.ts";
import { membersOf } from "./mention-classes.ts";
import { compareNames, compareProperties } from "./names.ts";
import { decisionPairs, pairsOf } from "./pair-models.ts";
import { mergeDecisions, mergeGroups, mergeInTime } from "./regions.ts";
import { compareRecords, withRetiredAnswers } from "./retired-answers.ts";
import type { Cell, Revision } from "./revision.ts";
import { type Comparison, findUnmentionedId, queryOf } from "./revision-query.ts";
import { compareScheduled } from "./scheduled.ts";
import { cancelledMoves, laterMoves } from "./scheduled-moves.ts";
import { compareTypes } from "./type-changes.ts";

/**
 * What the head does that the base does not, at an instant and by itself later. Only answers that may differ are asked
 * for: the cost grows with what the change touches, and with reading both sides once.
 */
export function compareRevisions(base: Revision, head: Revision, at: Instant): Effect {
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const [later, undone] = [newAgenda(), newAgenda()];
  const asked = base === head ? head : withRetiredAnswers(base, head);
  const revisions = [base, asked] as const;
  for (const { environment, before, after } of base === head ? [] : pairsOf(base, asked)) {
    const unmentionedId = findUnmentionedId([before, after]);
    const comparisonIn = (cell: Cell | undefined): Comparison => {
      const [one, other] = [queryOf(base, before, at, cell), queryOf(asked, after, at, cell)];
      return { before: one, after: other, environment, unmentionedId, cell };
    };
    const members = membersOf(before, after);
    const links = identityLinksOf(before, after);
    for (const affected of setCandidates(before, after, members, links)) {
      const { dimensions } = affected;
      const merge = mergeGroups.bind(undefined, dimensions);
      const ask = <Result>(find: (comparison: Comparison) => Result) =>
        askRegions(dimensions, (cell) => find(comparisonIn(cell)));
      const effect = merge(ask((comparison) => compareSet(comparison, affected)));
      if (effect !== undefined) groups.push(effect);
      const moves = ask((comparison) => [...laterMoves(comparison, affected, revisions)]);
      for (const [moment, change] of mergeInTime(moves, merge)) later.addGroups(moment, change);
      const cancelled = ask((comparison) => [...cancelledMoves(comparison, affected, revisions)]);
      for (const [moment, change] of mergeInTime(cancelled, merge)) undone.addGroups(moment, change);
    }
    const find = affectedFinder(before, after, members, links);
    for (const [one, other] of decisionPairs(before, after)) {
      const affected = find(one, other);
      const { dimensions } = affected;
      const merge = mergeDecisions.bind(undefined, dimensions);
      const ask = <Result>(find: (comparison: Comparison) => Result) =>
        askRegions(dimensions, (cell) => find(comparisonIn(cell)));
      const effect = merge(ask((comparison) => compareDecision(comparison, affected)));
      if (effect !== undefined) decisions.push(effect);
      const changes = ask((comparison) => [...compareScheduled(comparison, affected, revisions)]);
      for (const [moment, change] of mergeInTime(changes, merge)) later.addDecision(moment, change);
      const cancelled = ask((comparison) => [...compareCancelled(comparison, affected, revisions)]);
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
