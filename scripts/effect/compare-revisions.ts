import type { Dimension } from "../model/space/atoms.ts";
import { countCells, mostCells } from "../model/space/atoms.ts";
import type { Instant } from "../model/time.ts";
import { affectedFinder } from "./affected.ts";
import { newAgenda } from "./agenda.ts";
import { cancelledComparer } from "./cancelled.ts";
import { askRegions, type Found } from "./cells.ts";
import { decisionComparer } from "./decisions.ts";
import type { DecisionEffect, Effect, GroupEffect, Kind, Unsaid } from "./effect.ts";
import { compareSet, setCandidates } from "./groups.ts";
import { identityLinksOf } from "./identity-links.ts";
import { impactOf } from "./impact.ts";
import { membersOf } from "./mention-classes.ts";
import { compareNames, compareProperties } from "./names.ts";
import { decisionPairs, type Pair, pairsOf } from "./pair-models.ts";
import { mergeDecisions, mergeGroups, mergeInTime } from "./regions.ts";
import { compareRecords, withRetiredAnswers } from "./retired-answers.ts";
import type { Cell, Revision } from "./revision.ts";
import { type Comparison, findUnmentionedId, queryOf } from "./revision-query.ts";
import { scheduleComparer } from "./scheduled.ts";
import { cancelledMoves, laterMoves } from "./scheduled-moves.ts";
import { compareTypes } from "./type-changes.ts";
import { groupsOfOtherCase, otherCase, scopesOfOtherCase } from "./unsaid.ts";

/**
 * What the head does and the base does not, at an instant and by itself later. Only answers that may differ are asked
 * for: the cost grows with what the change touches, and with reading both sides once.
 */
export function compareRevisions(base: Revision, head: Revision, at: Instant): Effect {
  const found: Customers = { decisions: [], groups: [], later: newAgenda(), undone: newAgenda(), unsaid: [] };
  const asked = base === head ? head : withRetiredAnswers(base, head);
  for (const pair of base === head ? [] : pairsOf(base, asked)) comparePair([base, asked], pair, at, found);
  const records = compareRecords(base, head);
  const [before, after] = [base.models[0], head.models[0]];
  const effect = {
    at,
    decisions: [...found.decisions, ...records.decisions],
    groups: [...found.groups, ...records.groups],
    names: compareNames(before, after),
    types: compareTypes(before, after),
    properties: compareProperties(before, after),
    later: found.later.inOrder(),
    undone: found.undone.inOrder(),
    unsaid: found.unsaid,
  };
  return { ...effect, impact: impactOf(effect) };
}

/** Collects what is found about customers. */
interface Customers {
  readonly decisions: DecisionEffect[];
  readonly groups: GroupEffect[];
  readonly later: ReturnType<typeof newAgenda>;
  readonly undone: ReturnType<typeof newAgenda>;
  readonly unsaid: Unsaid[];
}

/** Compares what the two sides of one environment do to customers. */
function comparePair(sides: readonly [Revision, Revision], pair: Pair, at: Instant, found: Customers): void {
  const { environment, before, after } = pair;
  const unmentionedId = findUnmentionedId([before, after]);
  const comparisonIn = (cell: Cell | undefined): Comparison => {
    const [one, other] = [queryOf(sides[0], before, at, cell), queryOf(sides[1], after, at, cell)];
    return { before: one, after: other, environment, unmentionedId, cell };
  };
  const asker =
    (dimensions: readonly Dimension[]) =>
    <Result>(find: (comparison: Comparison) => Result): readonly Found<Result>[] =>
      askRegions(dimensions, (cell) => find(comparisonIn(cell)));
  const members = membersOf(before, after);
  const links = identityLinksOf(before, after);
  const ofOtherCase = scopesOfOtherCase(before, after);
  const note = (unsaid: Unsaid | undefined): void => {
    if (unsaid !== undefined) found.unsaid.push(unsaid);
  };

  for (const affected of setCandidates(before, after, members, links)) {
    const parts = countCells(affected.dimensions);
    if (parts > mostCells) {
      note(tooMany({ kind: "groups", name: affected.name }, environment, `what callers pass makes ${parts} cells`));
      continue;
    }
    const ask = asker(affected.dimensions);
    const merge = mergeGroups.bind(undefined, affected.dimensions);
    const effect = merge(ask((comparison) => compareSet(comparison, affected)));
    if (effect !== undefined) found.groups.push(effect);
    const moves = ask((comparison) => [...laterMoves(comparison, affected)]);
    for (const [moment, change] of mergeInTime(moves, merge)) found.later.addGroups(moment, change);
    const cancelled = ask((comparison) => [...cancelledMoves(comparison, affected)]);
    for (const [moment, change] of mergeInTime(cancelled, merge)) found.undone.addGroups(moment, change);
    note(groupsOfOtherCase(comparisonIn(undefined), affected, ofOtherCase));
  }

  const whole = comparisonIn(undefined);
  const find = affectedFinder(before, after, members, links);
  for (const [one, other] of decisionPairs(before, after)) {
    const affected = find(one, other);
    const { dimensions } = affected;
    const { kind, name } = other ?? one ?? { kind: "flag", name: "" };
    const cells = countCells(dimensions);
    if (cells > mostCells) {
      note(tooMany({ kind, name }, environment, `what callers pass makes ${cells} cells`));
      continue;
    }
    let contexts = 0;
    const onTooMany = (count: number): void => {
      contexts = Math.max(contexts, count);
    };
    const ask = asker(dimensions);
    const merge = mergeDecisions.bind(undefined, dimensions);
    const effect = merge(ask(decisionComparer(whole, affected, onTooMany)));
    if (effect !== undefined) found.decisions.push(effect);
    const changes = ask(scheduleComparer(whole, affected, onTooMany));
    for (const [moment, change] of mergeInTime(changes, merge)) found.later.addDecision(moment, change);
    const cancelled = ask(cancelledComparer(whole, affected, onTooMany));
    for (const [moment, change] of mergeInTime(cancelled, merge)) found.undone.addDecision(moment, change);
    if (contexts > 0)
      note(tooMany({ kind, name }, environment, `there are ${contexts} kinds of contexts with several ids`));
    note(otherCase(comparisonIn(undefined), affected, ofOtherCase));
  }
}

function tooMany(
  { kind, name }: { readonly kind: Kind; readonly name: string },
  environment: string | undefined,
  what: string,
): Unsaid {
  return { kind, name, environment, message: `${what}; more than ${mostCells} are not compared` };
}
