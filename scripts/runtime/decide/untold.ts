import type { Alternative, Condition, Decision, GroupSet } from "../declare/declarations.ts";
import { decide, type Trace } from "./decide.ts";
import { ask, type Question } from "./question.ts";

/**
 * The number of a decision's value, traced, and the attributes and told sets that it asked for and that are untold, in
 * order.
 */
export function decideTraced(
  question: Question,
  decision: Decision,
  trace: Trace,
): { readonly value: number; readonly untold: readonly string[] } {
  if (!asksCaller(decision)) return { value: decide(question, decision, trace), untold: [] };
  const { data, context, at, told } = question;
  const missed = new Set<string>();
  const heard = (name: string, isTold: boolean): unknown => isTold || missed.add(name);
  // A new question, since what was already found is not asked for again.
  const value = decide(ask(data, context, at, { ...told, heard }), decision, trace);
  return { value, untold: [...missed].sort() };
}

const known = new WeakMap<Decision, boolean>();

/** Whether anything that a caller tells by name may affect an answer. */
function asksCaller(decision: Decision): boolean {
  let asks = known.get(decision);
  if (asks === undefined) {
    asks = findsTold(decision);
    known.set(decision, asks);
  }
  return asks;
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
  // A condition tests what is told, or sets, whose own conditions end at what is told, or at lists.
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
