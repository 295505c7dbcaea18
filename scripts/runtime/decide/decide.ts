import type { Decision, Group, Rollout, Step } from "../declare/declarations.ts";
import { normalizeId } from "../tables/normalize.ts";
import { type Table, valueIn } from "../tables/tables.ts";
import { bucketOf } from "./bucket.ts";
import { checkScopes } from "./context.ts";
import type { Rule } from "./explanation.ts";
import { isMember } from "./groups.ts";
import { absent, idIn, moreOf, nextChangeIn, type Question, rowIn } from "./question.ts";

/** What decided, for those who want to know. */
export interface Trace {
  rule: Rule;
  group: Group | undefined;
}

/** The numbers of the values of boolean flags. */
const off = 0;
export const on = 1;

/** The number of a decision's value: the first of its rules that has an answer gives it, and shows in the trace. */
export function decide(question: Question, decision: Decision, trace?: Trace): number {
  if (decision.fixed !== undefined) return decided(trace, decision.fixed, decision.default);
  const forced = decision.isOverridable ? question.told.overrides?.[decision.name] : undefined;
  if (forced !== undefined) return decided(trace, "override", forced ? on : off);
  const { requires, rollout, created } = decision;
  if (requires.length > 0 && !requires.every((flag) => isOn(question, flag)))
    return decided(trace, "requires", decision.default);
  if (question.at >= decision.expires) return decided(trace, "expired", decision.default);
  const said = saidOf(question, decision, trace);
  if (said >= 0) return said;
  const share = rollout === undefined ? -1 : shareOf(question, rollout);
  if (share >= 0) return decided(trace, "rollout", share);
  const since = created === undefined ? undefined : question.told.created?.get(created.scope);
  if (created !== undefined && since !== undefined && since >= created.from)
    return decided(trace, "created", created.value);
  return decided(trace, "default", decision.default);
}

/** How many rows a decision notes its answers for: the first ones are those of the longest lists. */
const mostNoted = 64;

/** The value that the customer's own entries and groups give, or -1. */
function saidOf(question: Question, decision: Decision, trace: Trace | undefined): number {
  const { steps, said } = decision;
  if (said === undefined || trace !== undefined) return findSaid(question, decision, trace);
  const row = rowIn(question, (steps[0] as Step).scope);
  if (row < 0 || row >= mostNoted) return findSaid(question, decision, trace);
  const noted = said[row];
  if (noted !== undefined) return noted;
  const found = findSaid(question, decision, trace);
  said[row] = found;
  return found;
}

function findSaid(question: Question, { steps, key }: Decision, trace: Trace | undefined): number {
  let isAbsent = true;
  for (let at = 0; at < steps.length; at++) {
    const { scope, groupings } = steps[at] as Step;
    const row = rowIn(question, scope);
    if (row !== absent) {
      isAbsent = false;
      const own = valueIn(question.data.tables[scope] as Table, row, key);
      if (own >= 0) return decided(trace, "listed", own);
    }
    for (const { group, value } of groupings) {
      // of a scope that nobody is known in, there is only what the caller tells
      if ((row !== absent || group.set.told) && isMember(question, group)) return decided(trace, "group", value, group);
    }
  }
  if (isAbsent && steps.length > 0) checkScopes(question.data, question.context);
  return -1;
}

/** Whether a flag is on that others require; asked once, for many may require the same. */
function isOn(question: Question, flag: Decision): boolean {
  const { required } = moreOf(question);
  const known = required[flag.key];
  if (known !== undefined) return known === on;
  // what it requires is decided first, so that flags may require each other in a row of any length
  const open = [flag];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = firstUndecided(last, required);
    if (next !== undefined) open.push(next);
    else {
      required[last.key] = decide(question, last);
      open.pop();
    }
  }
  return required[flag.key] === on;
}

/** The first of what a flag requires that has to be decided before the flag can be: none once one of them is off. */
function firstUndecided({ requires }: Decision, required: readonly number[]): Decision | undefined {
  for (const flag of requires) {
    const known = required[flag.key];
    if (known === undefined) return flag;
    if (known !== on) return undefined;
  }
  return undefined;
}

/** The value for the customer's bucket, or -1 where nobody is known whom the rollout goes by. */
function shareOf(question: Question, { scope, salt, shares }: Rollout): number {
  const id = idIn(question, scope);
  if (id === undefined) return -1;
  const bucket = bucketOf(salt, normalizeId(id, question.data.ignoreCase[scope] === true));
  return shares.find(({ end }) => bucket < end)?.value ?? -1;
}

/** The first instant after the question's at which a decision may change; `Infinity` where there is none. */
export function nextChange(question: Question, decision: Decision): number {
  const decisions = new Set([decision]);
  const scopes = new Set<number>();
  let next = Infinity;
  for (const { expires, steps, requires } of decisions) {
    if (expires > question.at) next = Math.min(next, expires);
    for (const { scope } of steps) scopes.add(scope);
    for (const flag of requires) decisions.add(flag);
  }
  for (const scope of scopes) next = Math.min(next, nextChangeIn(question, scope));
  return next;
}

/** The value, and in the trace where it is from. */
function decided(trace: Trace | undefined, rule: Rule, value: number, group?: Group): number {
  if (trace !== undefined) {
    trace.rule = rule;
    trace.group = group;
  }
  return value;
}
