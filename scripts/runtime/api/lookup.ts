import { decide, nextChange, type Trace, turnsOf } from "../decide/decide.ts";
import { type Explanation, reasonOf } from "../decide/explanation.ts";
import { holds as isMet } from "../decide/groups.ts";
import { ask, type Question } from "../decide/question.ts";
import { decideTraced } from "../decide/untold.ts";
import type { Condition, Decision } from "../declare/declarations.ts";
import type { Data } from "../declare/live-data.ts";
import { once } from "../declare/once.ts";
import { unknownName } from "../declare/unknown-name-error.ts";
import { findDecision } from "./details.ts";
import { forcedDetails } from "./forced-answers.ts";
import { LiteLookup, questionOf } from "./lite-lookup.ts";

/** The answers, and why they are so. */
export interface Lookup extends LiteLookup {
  /** Why a flag, a release or a privilege has its value; of a privilege, what is frozen, regardless of the plan. */
  readonly explain: (name: string) => Explanation;
}

/** A lookup that explains its answers. */
export function makeLookup(question: Question): Lookup {
  return new LiteLookup(question) as Lookup;
}

// Added to the class, since one that extended it would take a fifth longer to ask.
Reflect.defineProperty(LiteLookup.prototype, "explain", {
  value(this: LiteLookup, name: string) {
    return explain(questionOf(this), name);
  },
  configurable: true,
  writable: true,
});

/** Whether a condition in the data of a lookup holds for it; used to explain an answer. */
export function meets(lookup: Lookup, find: (data: Data) => Condition | undefined): boolean {
  const question = questionOf(lookup);
  const condition = find(question.data);
  return condition !== undefined && isMet(question, condition);
}

function explain(question: Question, name: string): Explanation {
  const decision = decisionNamed(question, name);
  const forced = forcedDetails(name);
  if (forced !== undefined) {
    const { value, variant = value, reason, rule } = forced;
    return { value: variant as boolean | string, reason, rule, until: undefined };
  }
  const trace: Trace = { rule: "default", group: undefined };
  const value = decideTraced(question, decision, trace);
  const until = once(() => firstChange(question, decision, value));
  return {
    value: question.data.values[value] as boolean | string,
    reason: reasonOf(trace.rule, decision.steps.length + decision.request.length === 0),
    rule: trace.rule,
    ...(trace.group === undefined ? {} : { group: trace.group.reference }),
    ...(trace.untold === undefined ? {} : { untold: trace.untold }),
    // many customers have no dates, and few callers ask
    get until() {
      return until();
    },
  };
}

/** The first instant after the question's at which a decision has another value, if there is one. */
function firstChange({ data, context, at, told }: Question, decision: Decision, value: number): Date | undefined {
  const turns = turnsOf([decision]);
  for (let moment = at; ; ) {
    moment = nextChange(ask(data, context, moment, told), turns);
    if (moment === Infinity) return undefined;
    if (decide(ask(data, context, moment, told), decision) !== value) return new Date(moment);
  }
}

function decisionNamed({ data }: Question, name: string): Decision {
  const found = findDecision(data, name);
  const { flags, releases, privileges } = data;
  if (found === undefined)
    throw unknownName("flag", name, () => [...flags.keys(), ...releases.keys(), ...privileges.keys()]);
  return found;
}
