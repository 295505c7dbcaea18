import { type Context, checkScopes, readId } from "./context.ts";
import type { Data } from "./data.ts";
import type { Decision, Group, GroupSet, Step } from "./declarations.ts";
import type { Rule } from "./explanation.ts";
import type { Settings } from "./overrides.ts";
import { findState, momentsAfter, rowAt, type Table, valueIn } from "./tables.ts";

/** Who is asked about, when, and from which data; with the rows that were found on the way. */
export interface Question {
  readonly data: Data;
  readonly context: Context;
  readonly at: number;
  readonly overrides: Settings | undefined;
  /** The scope that was asked for first, or -1; and the customer's row in it. Most questions need no other. */
  firstScope: number;
  firstRow: number;
  /** The rows in other scopes, by scope. */
  otherRows: number[] | undefined;
}

/** What decided, for those who want to know. */
export interface Trace {
  rule: Rule;
  group: Group | undefined;
}

/** The numbers of the values of boolean flags. */
export const off = 0;
export const on = 1;

/** In place of a row, where the context does not have the scope. */
const absent = -1;

/** A question of which nothing has been found yet. */
export function ask(data: Data, context: Context, at: number, overrides: Settings | undefined): Question {
  return { data, context, at, overrides, firstScope: -1, firstRow: absent, otherRows: undefined };
}

/** The number of a decision's value: the first of its rules that has an answer gives it, and shows in the trace. */
export function decide(question: Question, decision: Decision, trace?: Trace): number {
  if (decision.fixed !== undefined) return decided(trace, decision.fixed, decision.default);
  const forced = decision.isOverridable ? question.overrides?.[decision.name] : undefined;
  if (forced !== undefined) return decided(trace, "override", forced ? on : off);
  if (question.at >= decision.expires) return decided(trace, "expired", decision.default);
  const { steps } = decision;
  let isAbsent = true;
  for (let at = 0; at < steps.length; at++) {
    const { scope, groupings } = steps[at] as Step;
    const row = rowIn(question, scope);
    if (row === absent) continue;
    isAbsent = false;
    const own = valueIn(question.data.tables[scope] as Table, row, decision.key);
    if (own >= 0) return decided(trace, "listed", own);
    for (const { group, value } of groupings) {
      if (isMember(question, group)) return decided(trace, "group", value, group);
    }
  }
  if (isAbsent && steps.length > 0) checkScopes(question.data, question.context);
  return decided(trace, "default", decision.default);
}

/** The group of a set that the customer is in; of several, the first. */
export function groupIn(question: Question, set: GroupSet): Group | undefined {
  if (set.retired) return set.default;
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return undefined;
  }
  const index = valueIn(question.data.tables[set.scope] as Table, row, set.key);
  return index < 0 ? set.default : set.groups[index];
}

/** Whether the customer is in a group. */
export function isMember(question: Question, { set, key, index }: Group): boolean {
  if (set.retired) return set.default?.index === index;
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return false;
  }
  const table = question.data.tables[set.scope] as Table;
  const first = valueIn(table, row, set.key);
  if (first < 0) return set.default?.index === index;
  return first === index || (!set.exclusive && valueIn(table, row, key) >= 0);
}

/** The instants after the question's at which a decision may change, ascending. */
export function changesAfter(question: Question, { expires, steps }: Decision): readonly number[] {
  const moments = steps.flatMap(({ scope }) => {
    const state = stateIn(question, scope);
    return state === undefined ? [] : momentsAfter(question.data.tables[scope] as Table, state, question.at);
  });
  if (expires > question.at && expires !== Infinity) moments.push(expires);
  return moments.sort((a, b) => a - b);
}

/** The customer's row in a scope, or `absent`; found once. */
function rowIn(question: Question, scope: number): number {
  if (question.firstScope === scope) return question.firstRow;
  const known = question.otherRows?.[scope];
  if (known !== undefined) return known;
  const state = stateIn(question, scope);
  const row = state === undefined ? absent : rowAt(question.data.tables[scope] as Table, state, question.at);
  if (question.firstScope < 0) {
    question.firstScope = scope;
    question.firstRow = row;
  } else {
    question.otherRows ??= [];
    question.otherRows[scope] = row;
  }
  return row;
}

function stateIn({ data, context }: Question, scope: number): number | undefined {
  const id = readId(context, data.scopeNames[scope] as string);
  return id === undefined ? undefined : findState(data.tables[scope] as Table, id);
}

/** The value, and in the trace where it is from. */
function decided(trace: Trace | undefined, rule: Rule, value: number, group?: Group): number {
  if (trace !== undefined) {
    trace.rule = rule;
    trace.group = group;
  }
  return value;
}
