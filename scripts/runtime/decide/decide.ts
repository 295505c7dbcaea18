import type { Decision, Group, Grouping, GroupSet, RolloutPart, Said, Step } from "../declare/declarations.ts";
import type { Rule } from "../declare/rule.ts";
import { type Table, valueIn } from "../tables/tables.ts";
import { checkScopes } from "./context.ts";
import { holds, isMember } from "./groups.ts";
import { absent, hashIn, nextChangeIn, type Question, requiredOf, rowIn } from "./question.ts";
import { reachOf } from "./reach.ts";
import { assumesMet, noteAnswer, notedAnswer } from "./survey.ts";

/** What decided, for those who want to know. */
export interface Trace {
  rule: Rule;
  group: Group | undefined;
  /** The index of the condition that decided among those of the bundle's decision. */
  condition?: number | undefined;
  /** The attributes and told sets that were asked for but untold, sorted; undefined if there are none. */
  untold?: readonly string[] | undefined;
}

/** The number of the value of boolean flags that are off. */
const off = 0;
export const on = 1;

/** The number of a decision's value: that of the first of its rules that has an answer, which is noted in the trace. */
export function decide(question: Question, decision: Decision, trace?: Trace): number {
  const { requires, requiredConditions, created } = decision;
  const hasRequirements = requires.length > 0 || requiredConditions.length > 0;
  if (decision.fixed !== undefined) {
    const isMet = decision.fixed === "retired" || !hasRequirements || isMetBy(question, decision);
    return decided(trace, decision.fixed, isMet ? decision.default : decision.unmet);
  }
  const forced = decision.isOverridable ? question.told.overrides?.[decision.name] : undefined;
  if (forced !== undefined) return decided(trace, "override", forced ? on : off);
  if (hasRequirements && !isMetBy(question, decision)) return decided(trace, "requires", decision.unmet);
  if (question.at >= decision.expires) return decided(trace, "expired", decision.default);
  const said = saidOf(question, decision, trace);
  if (said >= 0) return said;
  const asked = decision.request.length === 0 ? -1 : firstOf(question, decision.request, true, trace);
  if (asked >= 0) return asked;
  const share = decision.rollout.length === 0 ? -1 : shareOf(question, decision.rollout);
  if (share >= 0) return decided(trace, "rollout", share);
  const since = created === undefined ? undefined : question.told.created?.get(created.scope);
  if (created !== undefined && since !== undefined && since >= created.from)
    return decided(trace, "created", created.value);
  return decided(trace, "default", decision.default);
}

/** The number of rows for which a decision notes its answers: the first rows belong to the longest lists. */
const mostNoted = 64;

/** The value that the customer's own entries and groups give, or -1. */
function saidOf(question: Question, decision: Decision, trace: Trace | undefined): number {
  const { steps, said } = decision;
  if (said === undefined) return findSaid(question, decision, trace);
  const row = rowIn(question, (steps[0] as Step).scope);
  if (row < 0 || row >= mostNoted) return findSaid(question, decision, trace);
  const noted = said[row] ?? noteSaid(question, decision, said, row);
  return noted.value < 0 ? -1 : decided(trace, noted.rule, noted.value, noted.group);
}

function noteSaid(question: Question, decision: Decision, said: Said[], row: number): Said {
  const trace: Trace = { rule: "default", group: undefined };
  const found = { value: findSaid(question, decision, trace), rule: trace.rule, group: trace.group };
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
    if (groupings.length === 0) continue;
    const first = firstOf(question, groupings, row !== absent, trace);
    if (first >= 0) return first;
  }
  if (isAbsent && steps.length > 0) checkScopes(question.data, question.context);
  return -1;
}

/** The value of the first group or condition that applies to the customer, or -1. */
function firstOf(
  question: Question,
  groupings: readonly Grouping[],
  isKnown: boolean,
  trace: Trace | undefined,
): number {
  for (const grouping of groupings) {
    const { group, condition, index, value } = grouping;
    if (group !== undefined) {
      // In a scope without a known customer, only told groups and conditions count.
      const mayBeIn = isKnown || group.set.told || group.set.conditions.length > 0;
      if (mayBeIn && isMember(question, group)) return decided(trace, "group", value, group);
    } else if (condition !== undefined && holds(question, condition)) {
      return decided(trace, "condition", value, undefined, index);
    }
  }
  return -1;
}

/**
 * Whether all required conditions hold and all required flags give a required answer; each flag is evaluated once, since
 * many flags may require the same.
 */
function isMetBy(question: Question, { requires, requiredConditions }: Decision): boolean {
  if (assumesMet(question)) return true;
  if (!requiredConditions.every((condition) => holds(question, condition))) return false;
  const required = requiredOf(question);
  return requires.every(({ flag, values }) =>
    values.includes(required.get(flag.key) ?? answerOf(question, flag, required)),
  );
}

/** The answer of a flag that others require, noted with those of the flags that it requires itself. */
function answerOf(question: Question, flag: Decision, required: Map<number, number>): number {
  // Its requirements are decided first, so that chains of requirements may have any length.
  const open = [flag];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const noted = notedAnswer(question, last);
    const next = noted === undefined ? firstUndecided(last, required) : undefined;
    if (next !== undefined) open.push(next);
    else {
      const answer = noted ?? decide(question, last);
      required.set(last.key, answer);
      noteAnswer(question, last, answer);
      open.pop();
    }
  }
  return required.get(flag.key) as number;
}

/** The first requirement of a flag that must be decided before the flag: none once one of them is not met. */
function firstUndecided({ requires }: Decision, required: ReadonlyMap<number, number>): Decision | undefined {
  for (const { flag, values } of requires) {
    const known = required.get(flag.key);
    if (known === undefined) return flag;
    if (!values.includes(known)) return undefined;
  }
  return undefined;
}

/**
 * The value of the part that the customer belongs to, or -1 if there is none, or if it has no value for the customer.
 */
function shareOf(question: Question, rollout: readonly RolloutPart[]): number {
  const part = rollout.find(
    ({ among, amongConditions }) =>
      among === undefined ||
      among.some((group) => isMember(question, group)) ||
      amongConditions.some((condition) => holds(question, condition)),
  );
  if (part === undefined) return -1;
  const { scope, salt, shares } = part;
  const cuts = shares.map(({ end }) => end);
  const hash = hashIn(question, scope, salt, cuts);
  return hash === undefined ? -1 : (shares.find(({ end }) => hash < end)?.value ?? -1);
}

/** When answers may change by themselves: at instants that are the same for everyone, and when rows of scopes do. */
interface Turns {
  readonly instants: readonly number[];
  readonly scopes: ReadonlySet<number>;
}

/** When some decisions may change, or the groups of some sets. */
export function turnsOf(asked: Iterable<Decision>, named?: Iterable<GroupSet>): Turns {
  const { decisions, sets, conditions } = reachOf(asked, named);
  const instants = new Set<number>();
  const scopes = new Set<number>();
  for (const { expires, steps } of decisions) {
    instants.add(expires);
    for (const { scope } of steps) scopes.add(scope);
  }
  for (const { scope } of sets) if (scope >= 0) scopes.add(scope);
  for (const { from, until } of conditions) instants.add(from).add(until);
  return { instants: [...instants].filter(Number.isFinite), scopes };
}

/** The first instant after the question's at which an answer may change; `Infinity` if there is none. */
export function nextChange(question: Question, { instants, scopes }: Turns): number {
  let next = Infinity;
  for (const instant of instants) if (instant > question.at) next = Math.min(next, instant);
  for (const scope of scopes) next = Math.min(next, nextChangeIn(question, scope));
  return next;
}

/** The value, and in the trace where it comes from. */
function decided(trace: Trace | undefined, rule: Rule, value: number, group?: Group, condition?: number): number {
  if (trace !== undefined) {
    trace.rule = rule;
    trace.group = group;
    trace.condition = condition;
  }
  return value;
}
