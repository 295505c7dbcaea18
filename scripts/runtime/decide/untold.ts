import type { Alternative, Condition, Decision, GroupSet } from "../declare/declarations.ts";
import { decide, type Trace } from "./decide.ts";
import type { Question } from "./question.ts";

/** The number of a decision's value, traced with the attributes and told sets that it asked for and that are untold. */
export function decideTraced(question: Question, decision: Decision, trace: Trace): number {
  if (!asksCaller(decision)) return decide(question, decision, trace);
  const { more } = question;
  // Known requirements would not be asked again, so none are kept; rows and parents do not depend on told values.
  if (more !== undefined) question.more = { ...more, required: [] };
  question.stamp = 0;
  const missed: string[] = [];
  question.missed = missed;
  try {
    return decide(question, decision, trace);
  } finally {
    question.missed = undefined;
    question.more = more;
    question.stamp = 0;
    if (missed.length > 0) trace.untold = missed.length === 1 ? missed : [...new Set(missed)].sort();
  }
}

/** Whether anything that a caller tells by name may affect an answer. */
function asksCaller(decision: Decision): boolean {
  decision.asksCaller ??= findsTold(decision);
  return decision.asksCaller;
}

function findsTold(decision: Decision): boolean {
  const decisions = new Set([decision]);
  const sets = new Set<GroupSet>();
  const conditions: Condition[] = [];
  for (const { steps, request, requires, requiredConditions, rollout } of decisions) {
    for (const { flag } of requires) decisions.add(flag);
    for (const { group, condition } of [...steps.flatMap(({ groupings }) => groupings), ...request]) {
      if (group !== undefined) sets.add(group.set);
      if (condition !== undefined) conditions.push(condition);
    }
    conditions.push(...requiredConditions, ...rollout.flatMap(({ amongConditions }) => amongConditions));
    for (const { among = [] } of rollout) for (const { set } of among) sets.add(set);
  }
  // A condition tests told values, or sets, whose own conditions lead to told values or lists in the end.
  for (const { tests } of conditions)
    for (const { attribute } of tests.flat(1) as readonly Alternative[]) {
      if (attribute.isTold) return true;
      if (attribute.set !== undefined) sets.add(attribute.set);
    }
  for (const set of sets) {
    if (set.told) return true;
    for (const { condition } of [...set.conditions, ...set.shares])
      for (const { attribute } of condition?.tests.flat(1) ?? []) {
        if (attribute.isTold) return true;
        if (attribute.set !== undefined) sets.add(attribute.set);
      }
  }
  return false;
}
