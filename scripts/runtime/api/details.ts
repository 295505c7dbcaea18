import type { Trace } from "../decide/decide.ts";
import { type Reason, reasonOf } from "../decide/explanation.ts";
import type { Question } from "../decide/question.ts";
import { decideTraced } from "../decide/untold.ts";
import type { Decision, Flag, Noted } from "../declare/declarations.ts";
import type { Data } from "../declare/live-data.ts";
import type { Rule } from "../declare/rule.ts";
import { type Plan, readPlan } from "./plan.ts";

/** An answer and where it comes from, for those who pass answers on. */
export interface Details {
  /** The answer of `isEnabled`, `value`, `version` or `hasPrivilege`. */
  readonly value: unknown;
  /** Of a flag with variants. */
  readonly variant?: string;
  readonly reason: Reason;
  readonly rule: Rule | "plan";
  /** The reference of the group that decided. */
  readonly group?: string;
  /** The attributes and told sets that the answer asked for but that were untold, sorted. */
  readonly untold?: readonly string[];
}

/** The flag, release or privilege of a name, live or retired; a privilege may have the name of a retired flag. */
export function findDecision(data: Data, name: string): Decision | undefined {
  const known = data.decisions.get(name);
  if (known !== undefined) return known;
  const { flags, releases, privileges, retired } = data;
  const flag = flags.get(name);
  const found =
    flag !== undefined && flag.fixed !== "retired"
      ? flag
      : (privileges.get(name) ??
        flag ??
        releases.get(name) ??
        retired.privileges.get(name) ??
        retired.flags.get(name) ??
        retired.releases.get(name));
  if (found !== undefined) data.decisions.set(name, found);
  return found;
}

/** What a decision answers, and where the answer comes from. */
export function detailsOf(question: Question, decision: Decision, plan: Plan): Details {
  const { data } = question;
  if (isGranted(data, decision, plan)) return { value: true, reason: "TARGETING_MATCH", rule: "plan" };
  // All properties are there from the start, so that all traces have one shape.
  const trace: Trace = { rule: "default", group: undefined, condition: undefined, untold: undefined };
  const value = decideTraced(question, decision, trace);
  const { noted } = decision;
  const { rule, group, untold } = trace;
  // Several are seldom, and as many as there are ways to choose among them.
  if (untold !== undefined && untold.length > 1) return tell(data, decision, value, trace);
  const only = untold?.[0];
  for (let at = 0; at < noted.length; at++) {
    const each = noted[at] as Noted;
    if (each.value === value && each.rule === rule && each.group === group && each.untold === only)
      return each.details as Details;
  }
  const details = tell(data, decision, value, trace);
  if (noted.length < mostNoted) noted.push({ value, rule, group, untold: only, details });
  return details;
}

/** A decision notes at most so many answers. */
const mostNoted = 16;

function tell({ values }: Data, decision: Decision, number: number, { rule, group, untold }: Trace): Details {
  const { variants, payloads } = decision as Partial<Flag>;
  const value = values[number];
  return Object.freeze({
    value: payloads === undefined ? value : payloads.of(number),
    reason: reasonOf(rule, decision.steps.length + decision.request.length === 0),
    rule,
    ...(variants === undefined ? {} : { variant: value as string }),
    ...(group === undefined ? {} : { group: group.reference }),
    ...(untold === undefined ? {} : { untold: Object.freeze(untold) }),
  });
}

/** Whether it is a privilege that the plan grants; a retired one has its own answer. */
function isGranted({ privileges }: Data, decision: Decision, plan: Plan): boolean {
  if (plan === undefined || plan === null || decision.fixed !== undefined) return false;
  return privileges.get(decision.name) === decision && readPlan(plan)(decision.name);
}
