import type { Decision, Model } from "../model/model.ts";
import { reachOf } from "../model/model-queries.ts";
import type { Instant } from "../model/time.ts";
import { type Told, whyOf } from "./cause.ts";
import type { DecisionEffect, Effect, GroupEffect, NameEffect } from "./effect.ts";
import { waysBetween } from "./groups.ts";
import { inOrder } from "./mentioned.ts";
import { compareNames, keyOf } from "./names.ts";
import { decisionPairs, pairsOf } from "./pair-models.ts";
import { viewOf } from "./query.ts";
import type { Side, SideAnswer } from "./revision.ts";
import { inTime } from "./scheduled-model.ts";

/** Whom something is told about: an id as it is compared. */
export interface Customer {
  readonly scope: string;
  readonly id: string;
}

/**
 * What the head does to one customer that the base does not, at an instant and by itself later. Both sides are simply
 * asked for that customer, so that buckets and everything for everyone is told as what this one gets.
 */
export function compareCustomer(base: Side, head: Side, at: Instant, customer: Customer): Effect {
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const later = new Map<Instant, DecisionEffect[]>();
  const undone = new Map<Instant, DecisionEffect[]>();
  for (const { environment, before, after } of pairsOf(base, head)) {
    const asked = { before, after, environment, base, head, customer };
    groups.push(...movesOf(asked, at));
    for (const pair of decisionPairs(before, after)) {
      if (!pair.some((each, index) => concerns(each, [before, after][index], customer.scope))) continue;
      decisions.push(...wayBetween(asked, pair, at));
      for (const [moment, effect] of turnsOf(asked, pair, at))
        later.set(moment, [...(later.get(moment) ?? []), effect]);
      for (const [moment, effect] of undoneTurns(asked, pair, at))
        undone.set(moment, [...(undone.get(moment) ?? []), effect]);
    }
  }
  const told = new Set([...decisions, ...groups.map(({ name }) => ({ kind: "groups" as const, name }))].map(keyOf));
  const names = compareNames(base.models[0], head.models[0]);
  const own = (list: readonly NameEffect[]): readonly NameEffect[] => list.filter((each) => told.has(keyOf(each)));
  return {
    at,
    impact: decisions.length + groups.length + later.size + undone.size > 0 ? "data" : "none",
    decisions,
    groups,
    names: { added: own(names.added), removed: own(names.removed), retired: own(names.retired) },
    types: [],
    properties: [],
    later: inTime(later),
    undone: inTime(undone),
  };
}

interface Asked {
  readonly before: Model | undefined;
  readonly after: Model | undefined;
  readonly environment: string | undefined;
  readonly base: Side;
  readonly head: Side;
  readonly customer: Customer;
}

type DecisionPair = readonly [Decision | undefined, Decision | undefined];

/** Whether a decision may know a customer of a scope, itself or by whom it belongs to. */
function concerns(decision: Decision | undefined, model: Model | undefined, scope: string): boolean {
  if (decision === undefined || model === undefined) return false;
  return decision.scopes.length === 0 || reachOf(model, scope).some((each) => decision.scopes.includes(each));
}

/** What the two sides answer at one instant, where it is not the same. */
function wayBetween(asked: Asked, [one, other]: DecisionPair, at: Instant): readonly DecisionEffect[] {
  const { before, after, base, head } = asked;
  const decision = other ?? one;
  if (decision === undefined) return [];
  return effectOf(
    asked,
    decision,
    told(asked, base, before, one, decision, at),
    told(asked, head, after, other, decision, at),
  );
}

/** What the head does by itself later, and the base does not do alike. */
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
    const [was, is] = [at - 1, at].map((each) => told(asked, head, after, other, other, each)) as [Told, Told];
    const [theirs, own] = [at - 1, at].map((each) => told(asked, base, before, one, other, each)) as [Told, Told];
    if (theirs.answer.value === was.answer.value && own.answer.value === is.answer.value) continue;
    for (const effect of effectOf(asked, other, was, is)) yield [at, effect];
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
    const [was, is] = [at - 1, at].map((each) => told(asked, base, before, one, one, each)) as [Told, Told];
    const own = [at - 1, at].map((each) => told(asked, head, after, other, other, each));
    if (own.some(({ answer }) => answer.value !== was.answer.value)) continue;
    for (const effect of effectOf(asked, one, was, is))
      if (effect.transitions.every(({ why }) => why !== "expired")) yield [at, effect];
  }
}

function told(
  { customer }: Asked,
  side: Side,
  model: Model | undefined,
  decision: Decision | undefined,
  which: Decision,
  at: Instant,
): Told {
  return { model, decision, at, answer: viewOf(side, model, at).explain(which, { [customer.scope]: customer.id }) };
}

function effectOf({ environment, customer }: Asked, { kind, name }: Decision, before: Told, after: Told) {
  const [from, to] = [before.answer.value, after.answer.value];
  if (from === to || (from === null && isUnsaid(after.answer)) || (to === null && isUnsaid(before.answer))) return [];
  const { scope, id } = customer;
  const { why, group } = whyOf(before, after, scope, id);
  const transition = { scope, from, to, ids: [id], unlisted: false, why, group };
  return [{ kind, name, environment, transitions: [transition], newcomers: [] }];
}

/** A switch that comes or goes switched off does nothing to anybody. */
function isUnsaid({ value, rule }: SideAnswer): boolean {
  return value === false && rule === "default";
}

function movesOf({ before, after, environment, base, head, customer }: Asked, at: Instant): readonly GroupEffect[] {
  const { scope, id } = customer;
  const names = inOrder([before, after].flatMap((model) => [...(model?.sets.keys() ?? [])]));
  return names.flatMap((name): GroupEffect[] => {
    const isOwn = [before, after].some((model) => reaches(model, scope, name));
    if (!isOwn) return [];
    const [one, other] = [viewOf(base, before, at), viewOf(head, after, at)].map((view) =>
      view.model === undefined ? [] : view.groups(name, { [scope]: id }),
    );
    const moves = waysBetween(one ?? [], other ?? []).filter(({ from, to }) => from !== to);
    if (moves.length === 0) return [];
    return [{ name, environment, scope, moves: moves.map((way) => ({ ...way, ids: [id], unlisted: false })) }];
  });
}

function reaches(model: Model | undefined, scope: string, name: string): boolean {
  const set = model?.sets.get(name);
  return model !== undefined && set !== undefined && reachOf(model, scope).includes(set.scope);
}
