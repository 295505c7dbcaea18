import { contentOf } from "../emit/bundle.ts";
import type { Model } from "../model/model.ts";
import { serialize } from "../runtime/bin/serialize.ts";
import { decide, nextChange, type Trace, turnsOf } from "../runtime/decide/decide.ts";
import { isMember } from "../runtime/decide/groups.ts";
import type { Decision } from "../runtime/declare/declarations.ts";
import { type Data, readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import { askedListOf } from "./asked-list.ts";
import type { Kind } from "./effect.ts";
import { sharingAnswers } from "./required-answers.ts";
import type { Revision, RevisionAnswer, RevisionQuestion, StepAnswer } from "./revision.ts";
import { decisionIn, questionOf } from "./revision-question.ts";
import { withoutDangling } from "./without-dangling.ts";

/** The revision of a tree without any document or config: it has no names and answers nothing. */
const emptyRevision: Revision = {
  models: [],
  answer: () => null,
  explain: () => absent,
  nextChange: () => Infinity,
  turns: () => [],
  steps: (asked) => asked.map(() => silent),
  marks: () => "",
  groups: () => [],
};

const silent: StepAnswer = { value: null, isListed: false };

const absent: RevisionAnswer = { value: null, rule: "absent", group: undefined };

/** The revision of models, which are asked through the module that is made from them. */
export function openRevision(found: readonly [Model, ...Model[]] | undefined): Revision {
  if (found === undefined) return emptyRevision;
  const models = withoutDangling(found);
  const environments = new Set(models.map(({ environment }) => environment));
  // A change that asks nothing needs no module.
  let module: ReturnType<typeof readData> | undefined;
  const find = (environment: string): Data | undefined => {
    if (!environments.has(environment)) return undefined;
    module ??= readData(sourceOf(contentOf(models)));
    return module.find(environment);
  };

  function explain(kind: Kind, name: string, asked: RevisionQuestion): RevisionAnswer {
    const data = find(asked.environment);
    const decision = data && decisionIn(data, kind, name);
    if (data === undefined || decision === undefined) return absent;
    const trace: Trace = { rule: "default", group: undefined };
    const number = decide(sharingAnswers(questionOf(data, asked), asked, decision), decision, trace);
    const answer = { value: data.values[number] ?? null, rule: trace.rule, group: trace.group?.reference };
    const payloads = kind === "flag" ? data.flags.get(name)?.payloads : undefined;
    return payloads === undefined ? answer : { ...answer, content: contentText(payloads.of(number)) };
  }

  return {
    models,
    answer: (kind, name, asked) => explain(kind, name, asked).value,
    explain,
    nextChange: (kind, name, asked) => {
      const data = find(asked.environment);
      if (data === undefined) return Infinity;
      const question = questionOf(data, asked);
      if (kind === "groups") {
        const set = data.sets.get(name);
        return set === undefined || set.retired ? Infinity : nextChange(question, turnsOf([], [set]));
      }
      const decision = decisionIn(data, kind, name);
      return decision === undefined ? Infinity : nextChange(question, turnsOf([decision]));
    },
    turns: (all, asked) => {
      const data = find(asked.environment);
      return data === undefined ? [] : askedListOf(data, all).turns(asked);
    },
    steps: (all, scope, asked) => {
      const data = find(asked.environment);
      if (data === undefined) return all.map(() => silent);
      const question = questionOf(data, asked);
      return all.map(({ kind, name }) => {
        const decision = decisionIn(data, kind, name);
        if (decision === undefined) return silent;
        const trace: Trace = { rule: "default", group: undefined };
        const value = data.values[decide(question, stepOf(data, decision, scope), trace)] ?? null;
        return trace.rule === "default" ? silent : { value, isListed: trace.rule === "listed" };
      });
    },
    marks: (all, asked) => {
      const data = find(asked.environment);
      return data === undefined ? "" : askedListOf(data, all).marks(asked);
    },
    groups: (name, asked) => {
      const data = find(asked.environment);
      const set = data?.sets.get(name);
      if (data === undefined || set === undefined) return [];
      const question = questionOf(data, asked);
      return set.groups.filter((group) => isMember(question, group)).map((group) => group.name);
    },
  };
}

const steps = new WeakMap<Decision, Map<string, Decision>>();

/** A decision reduced to one of its steps. */
function stepOf({ scopes }: Data, decision: Decision, scope: string): Decision {
  const known = steps.get(decision) ?? new Map<string, Decision>();
  steps.set(decision, known);
  const number = scopes.get(scope);
  const found = known.get(scope) ?? {
    ...decision,
    isOverridable: false,
    fixed: undefined,
    requires: [],
    expires: Infinity,
    steps: decision.steps.filter((step) => step.scope === number),
    said: undefined,
    requiredConditions: [],
    request: [],
    rollout: [],
    created: undefined,
  };
  known.set(scope, found);
  return found;
}

const texts = new WeakMap<object, string>();

/** A value as text, made once unless it is a single value. */
function contentText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value) ?? serialize(value);
  texts.set(value, known);
  return known;
}
