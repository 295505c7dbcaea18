import type { Trace } from "../decide/decide.ts";
import { type Reason, type Rule, reasonOf } from "../decide/explanation.ts";
import type { Question } from "../decide/question.ts";
import { decideTraced } from "../decide/untold.ts";
import type { Decision, Flag } from "../declare/declarations.ts";
import type { Data } from "../declare/live-data.ts";
import { type Plan, readPlan } from "./plan.ts";

/** An answer and where it comes from, for those who pass answers on. */
export interface Details {
  /** What `isEnabled`, `value`, `version` or `hasPrivilege` answers. */
  readonly value: unknown;
  /** Of a flag with variants. */
  readonly variant?: string;
  readonly reason: Reason;
  readonly rule: Rule | "plan";
  /** The reference of the group that decided. */
  readonly group?: string;
  /** The attributes and told sets that the answer asked for and that were untold, sorted. */
  readonly untold?: readonly string[];
}

/** The flag, release or privilege of a name, live or retired; a privilege may have the name of a retired flag. */
export function findDecision({ flags, releases, privileges, retired }: Data, name: string): Decision | undefined {
  const flag = flags.get(name);
  if (flag !== undefined && flag.fixed !== "retired") return flag;
  return (
    privileges.get(name) ??
    flag ??
    releases.get(name) ??
    retired.privileges.get(name) ??
    retired.flags.get(name) ??
    retired.releases.get(name)
  );
}

/** What a decision answers, and where the answer comes from. */
export function detailsOf(question: Question, decision: Decision, plan: Plan): Details {
  const { data } = question;
  if (isGranted(data, decision, plan)) return { value: true, reason: "TARGETING_MATCH", rule: "plan" };
  const trace: Trace = { rule: "default", group: undefined };
  const number = decideTraced(question, decision, trace);
  const { variants, payloads } = decision as Partial<Flag>;
  const value = data.values[number];
  const { rule, group, untold } = trace;
  const reason = reasonOf(rule, decision.steps.length + decision.request.length === 0);
  const details: { -readonly [Key in keyof Details]: Details[Key] } = {
    value: payloads === undefined ? value : payloads.of(number),
    reason,
    rule,
  };
  if (variants !== undefined) details.variant = value as string;
  if (group !== undefined) details.group = group.reference;
  if (untold !== undefined) details.untold = untold;
  return details;
}

/** Whether it is a privilege that the plan grants; a retired one has its own answer. */
function isGranted({ privileges }: Data, decision: Decision, plan: Plan): boolean {
  if (plan === undefined || plan === null || decision.fixed !== undefined) return false;
  return privileges.get(decision.name) === decision && readPlan(plan)(decision.name);
}
