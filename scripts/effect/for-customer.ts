import type { Decision, Model } from "../model/model.ts";
import { reachOf } from "../model/model-queries.ts";
import { dimensionFinder } from "../model/space/dimensions.ts";
import type { Instant } from "../model/time.ts";
import { type Agenda, newAgenda } from "./agenda.ts";
import { type Answered, causeOf } from "./cause.ts";
import { askRegions } from "./cells.ts";
import type { DecisionEffect, Effect, GroupEffect, NameEffect } from "./effect.ts";
import { isMove, type Ways, waysBetween } from "./groups.ts";
import { inOrder } from "./mention-classes.ts";
import { compareNames, keyOf } from "./names.ts";
import { decisionPairs, pairsOf } from "./pair-models.ts";
import { mergeDecisions, mergeInTime } from "./regions.ts";
import { compareRecords, withRetiredAnswers } from "./retired-answers.ts";
import type { Cell, Revision, RevisionAnswer } from "./revision.ts";
import { queryOf } from "./revision-query.ts";
import { valuesOf } from "./split-by-bucket.ts";

/** The customer whom an effect is about: the id as ids are compared. */
export interface Customer {
  readonly scope: string;
  readonly id: string;
}

/**
 * What the head does to one customer and the base does not, at an instant and by itself later. Both sides are simply
 * asked for that customer, so that buckets and settings for everyone are reported as what this customer gets.
 */
export function compareCustomer(base: Revision, now: Revision, at: Instant, customer: Customer): Effect {
  const head = withRetiredAnswers(base, now);
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const [later, undone] = [newAgenda(), newAgenda()];
  for (const { environment, before, after } of pairsOf(base, head)) {
    const asked = { before, after, environment, base, head, customer, cell: undefined };
    groups.push(...movesOf(asked, at, later, undone));
    const find = dimensionFinder(before, after);
    for (const pair of decisionPairs(before, after)) {
      if (!pair.some((each, index) => concerns(each, [before, after][index], customer.scope))) continue;
      const dimensions = find(...pair);
      const ask = <Result>(compare: (asked: Asked) => Result) =>
        askRegions(dimensions, (cell) => compare({ ...asked, cell }));
      const merge = mergeDecisions.bind(undefined, dimensions);
      const effect = merge(ask((own) => wayBetween(own, pair, at)));
      if (effect !== undefined) decisions.push(effect);
      for (const [moment, change] of mergeInTime(
        ask((own) => [...turnsOf(own, pair, at)]),
        merge,
      ))
        later.addDecision(moment, change);
      for (const [moment, change] of mergeInTime(
        ask((own) => [...undoneTurns(own, pair, at)]),
        merge,
      ))
        undone.addDecision(moment, change);
    }
  }
  const { scope, id } = customer;
  for (const { transitions, ...record } of compareRecords(base, now).decisions)
    decisions.push({
      ...record,
      transitions: transitions.map((each) => ({ ...each, scope, ids: [id], unlisted: false })),
    });
  const reported = new Set([...decisions, ...groups.map(({ name }) => ({ kind: "groups" as const, name }))].map(keyOf));
  const names = compareNames(base.models[0], now.models[0]);
  const own = (list: readonly NameEffect[]): readonly NameEffect[] => list.filter((each) => reported.has(keyOf(each)));
  const dates = { later: later.inOrder(), undone: undone.inOrder() };
  return {
    at,
    impact: decisions.length + groups.length + dates.later.length + dates.undone.length > 0 ? "data" : "none",
    decisions,
    groups,
    names: { added: own(names.added), removed: own(names.removed), retired: own(names.retired) },
    types: [],
    properties: [],
    ...dates,
    unsaid: [],
  };
}

interface Asked {
  readonly before: Model | undefined;
  readonly after: Model | undefined;
  readonly environment: string | undefined;
  readonly base: Revision;
  readonly head: Revision;
  readonly customer: Customer;
  readonly cell: Cell | undefined;
}

type DecisionPair = readonly [Decision | undefined, Decision | undefined];

/** Whether a decision may know a customer of a scope, directly or through a parent. */
function concerns(decision: Decision | undefined, model: Model | undefined, scope: string): boolean {
  if (decision === undefined || model === undefined) return false;
  return decision.scopes.length === 0 || reachOf(model, scope).some((each) => decision.scopes.includes(each));
}

/** The answers of the two sides at one instant, if they differ. */
function wayBetween(asked: Asked, [one, other]: DecisionPair, at: Instant): DecisionEffect | undefined {
  const { before, after, base, head } = asked;
  const decision = other ?? one;
  if (decision === undefined) return undefined;
  return effectOf(
    asked,
    decision,
    answered(asked, base, before, one, decision, at),
    answered(asked, head, after, other, decision, at),
  );
}

/** What the head does by itself later, and the base does not do in the same way. */
function* turnsOf(
  asked: Asked,
  [one, other]: DecisionPair,
  start: Instant,
): Generator<readonly [Instant, DecisionEffect]> {
  const { before, after, base, head, customer } = asked;
  if (other === undefined || after === undefined) return;
  const { kind, name } = other;
  const context = { [customer.scope]: customer.id };
  const next = (at: Instant): Instant => head.nextChange(kind, name, { environment: after.environment, at, context });
  for (let at = next(start); at < Infinity; at = next(at)) {
    const [was, is] = [at - 1, at].map((each) => answered(asked, head, after, other, other, each)) as [
      Answered,
      Answered,
    ];
    const [theirs, own] = [at - 1, at].map((each) => answered(asked, base, before, one, other, each)) as [
      Answered,
      Answered,
    ];
    if (isSameAnswer(theirs, was) && isSameAnswer(own, is)) continue;
    const effect = effectOf(asked, other, was, is);
    if (effect !== undefined) yield [at, effect];
  }
}

/** What the base would do by itself later, and the head no longer does. */
function* undoneTurns(
  asked: Asked,
  [one, other]: DecisionPair,
  start: Instant,
): Generator<readonly [Instant, DecisionEffect]> {
  const { before, after, base, head, customer } = asked;
  if (one === undefined || other === undefined || before === undefined) return;
  const { kind, name } = one;
  const context = { [customer.scope]: customer.id };
  const next = (at: Instant): Instant => base.nextChange(kind, name, { environment: before.environment, at, context });
  for (let at = next(start); at < Infinity; at = next(at)) {
    const [was, is] = [at - 1, at].map((each) => answered(asked, base, before, one, one, each)) as [Answered, Answered];
    const own = [at - 1, at].map((each) => answered(asked, head, after, other, other, each));
    if (own.some((each) => !isSameAnswer(each, was))) continue;
    const effect = effectOf(asked, one, was, is);
    if (effect?.transitions.every(({ why }) => why !== "expired")) yield [at, effect];
  }
}

function answered(
  { customer, cell }: Asked,
  revision: Revision,
  model: Model | undefined,
  decision: Decision | undefined,
  which: Decision,
  at: Instant,
): Answered {
  const { scope, id } = customer;
  return { model, decision, at, answer: queryOf(revision, model, at, cell).explain(which, { [scope]: id }) };
}

function effectOf(
  { environment, customer }: Asked,
  { kind, name }: Decision,
  before: Answered,
  after: Answered,
): DecisionEffect | undefined {
  const [from, to] = [before.answer.value, after.answer.value];
  if (
    isSameAnswer(before, after) ||
    (from === null && isUnsaid(after.answer)) ||
    (to === null && isUnsaid(before.answer))
  )
    return undefined;
  const { scope, id } = customer;
  const cause = causeOf(before, after, scope, id);
  const values = valuesOf({ before: before.answer, after: after.answer });
  const transition = { scope, from, to, values, ids: [id], patterns: [], unlisted: false, where: undefined, ...cause };
  return { kind, name, environment, transitions: [transition], newcomers: [], together: [] };
}

function isSameAnswer(one: Answered, other: Answered): boolean {
  return one.answer.value === other.answer.value && one.answer.content === other.answer.content;
}

/** A switch that is added or removed while it is off affects nobody. */
function isUnsaid({ value, rule }: RevisionAnswer): boolean {
  return value === false && rule === "default";
}

/** How the customer moves between groups, now and by itself later. What callers tell, they know. */
function movesOf(asked: Asked, at: Instant, later: Agenda, undone: Agenda): readonly GroupEffect[] {
  const { before, after, base, head, customer } = asked;
  const names = inOrder([before, after].flatMap((model) => [...(model?.sets.keys() ?? [])]));
  return names.flatMap((name): readonly GroupEffect[] => {
    if (![before, after].some((model) => reaches(model, customer.scope, name))) return [];
    const groupsAt = (revision: Revision, model: Model | undefined, instant: Instant): readonly string[] =>
      model === undefined ? [] : queryOf(revision, model, instant).groups(name, { [customer.scope]: customer.id });
    const between = (one: readonly string[], other: readonly string[]) => moveOf(asked, name, waysBetween(one, other));
    for (const [moment, [theirs, ours]] of turnsIn(asked, name, at, groupsAt)) {
      const [base, head] = [between(...theirs), between(...ours)];
      if (head !== undefined && JSON.stringify(head) !== JSON.stringify(base)) later.addGroups(moment, head);
      if (base !== undefined && head === undefined && `${theirs[0]}` === `${ours[0]}`) undone.addGroups(moment, base);
    }
    const move = between(groupsAt(base, before, at), groupsAt(head, after, at));
    return move === undefined ? [] : [move];
  });
}

type Turn = readonly [before: readonly string[], after: readonly string[]];

/**
 * The later instants at which either side may move the customer, with the groups of each just before and from then on.
 */
function* turnsIn(
  { before, after, base, head, customer }: Asked,
  name: string,
  start: Instant,
  groupsAt: (revision: Revision, model: Model | undefined, at: Instant) => readonly string[],
): Generator<readonly [Instant, readonly [Turn, Turn]]> {
  const context = { [customer.scope]: customer.id };
  const next = (at: Instant): Instant =>
    Math.min(
      before === undefined
        ? Infinity
        : base.nextChange("groups", name, { environment: before.environment, at, context }),
      after === undefined ? Infinity : head.nextChange("groups", name, { environment: after.environment, at, context }),
    );
  for (let at = next(start); at < Infinity; at = next(at)) {
    const turn = (revision: Revision, model: Model | undefined): Turn => [
      groupsAt(revision, model, at - 1),
      groupsAt(revision, model, at),
    ];
    yield [at, [turn(base, before), turn(head, after)]];
  }
}

function moveOf({ environment, customer }: Asked, name: string, ways: Ways): GroupEffect | undefined {
  if (!isMove(ways)) return undefined;
  const { scope, id } = customer;
  const moves = ways.map((way) => ({ ...way, ids: [id], patterns: [], unlisted: false, where: undefined }));
  return { name, environment, scope, moves };
}

function reaches(model: Model | undefined, scope: string, name: string): boolean {
  const set = model?.sets.get(name);
  return model !== undefined && set?.scope !== undefined && reachOf(model, scope).includes(set.scope);
}
