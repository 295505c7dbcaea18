import type { Decision } from "../model/model.ts";
import type { Dimension } from "../model/space/atoms.ts";
import { countCells, mostCells } from "../model/space/atoms.ts";
import type { Instant } from "../model/time.ts";
import { affectedFinder } from "./affected.ts";
import { newAgenda } from "./agenda.ts";
import { cancelledComparer } from "./cancelled.ts";
import { askRegions, type Found } from "./cells.ts";
import { likenessOf } from "./decision-facts.ts";
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
import { scopesOfOtherCase } from "./scopes-of-other-case.ts";
import { compareTypes } from "./type-changes.ts";
import { groupsOfOtherCase, otherCase, readingComparer } from "./unsaid.ts";

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
  const otherReading = readingComparer(before, after);
  const note = (kind: Kind, name: string, ...messages: readonly (string | undefined)[]): void => {
    for (const message of messages) if (message !== undefined) found.unsaid.push({ kind, name, environment, message });
  };
  const whole = comparisonIn(undefined);

  for (const affected of setCandidates(before, after, members, links)) {
    const parts = countCells(affected.dimensions);
    if (parts > mostCells) {
      note("groups", affected.name, tooMany(`what callers pass makes ${parts} cells`));
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
    note("groups", affected.name, groupsOfOtherCase(ask, affected, ofOtherCase), otherReading(affected));
  }

  const find = affectedFinder(before, after, members, links);

  /** What is found about one decision. */
  function compareDecision(one: Decision | undefined, other: Decision | undefined): DecisionFound {
    const affected = find(one, other);
    const { dimensions } = affected;
    const cells = countCells(dimensions);
    if (cells > mostCells) return { ...nothingFound, unsaid: [tooMany(`what callers pass makes ${cells} cells`)] };
    let contexts = 0;
    const onTooMany = (count: number): void => {
      contexts = Math.max(contexts, count);
    };
    const ask = asker(dimensions);
    const merge = mergeDecisions.bind(undefined, dimensions);
    const effect = merge(ask(decisionComparer(whole, affected, onTooMany)));
    const later = [...mergeInTime(ask(scheduleComparer(whole, affected, onTooMany)), merge)];
    const undone = [...mergeInTime(ask(cancelledComparer(whole, affected, onTooMany)), merge)];
    const kinds = contexts > 0 ? tooMany(`there are ${contexts} kinds of contexts with several ids`) : undefined;
    return { effect, later, undone, unsaid: [kinds, otherCase(ask, affected, ofOtherCase), otherReading(affected)] };
  }

  const known = new Map<string, DecisionFound>();
  for (const [one, other] of decisionPairs(before, after)) {
    const { kind, name } = other ?? one ?? { kind: "flag", name: "" };
    const likeness = likenessOf([one, before], [other, after]);
    const { effect, later, undone, unsaid } = known.get(likeness ?? "") ?? compareDecision(one, other);
    if (likeness !== undefined) known.set(likeness, { effect, later, undone, unsaid });
    if (effect !== undefined) found.decisions.push({ ...effect, name });
    for (const [moment, change] of later) found.later.addDecision(moment, { ...change, name });
    for (const [moment, change] of undone) found.undone.addDecision(moment, { ...change, name });
    note(kind, name, ...unsaid);
  }
}

/** What is found about a decision, which is so for every other that differs only in its name. */
interface DecisionFound {
  readonly effect: DecisionEffect | undefined;
  readonly later: readonly (readonly [Instant, DecisionEffect])[];
  readonly undone: readonly (readonly [Instant, DecisionEffect])[];
  /** What is not compared, in sentences; undefined for what is. */
  readonly unsaid: readonly (string | undefined)[];
}

const nothingFound: DecisionFound = { effect: undefined, later: [], undone: [], unsaid: [] };

function tooMany(what: string): string {
  return `${what}; more than ${mostCells} are not compared`;
}
