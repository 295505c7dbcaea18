import type { Decision } from "../declare/declarations.ts";
import { asksCaller } from "./asks-caller.ts";
import { decide, type Trace } from "./decide.ts";
import type { Question } from "./question.ts";

/** The number of a decision's value, traced with the attributes and told sets that it asked for and that are untold. */
export function decideTraced(question: Question, decision: Decision, trace: Trace): number {
  if (!asksCaller(decision)) return decide(question, decision, trace);
  const { more } = question;
  // Known requirements would not be asked again, so none are kept; rows and parents do not depend on told values.
  if (more !== undefined) question.more = { ...more, required: undefined };
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
