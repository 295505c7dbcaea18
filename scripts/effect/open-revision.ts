import { contentOf } from "../emit/bundle.ts";
import type { Model } from "../model/model.ts";
import type { Instant } from "../model/time.ts";
import { readTold } from "../runtime/api/options.ts";
import { serialize } from "../runtime/bin/serialize.ts";
import { decide, nextChange, nextChangeOf, type Trace } from "../runtime/decide/decide.ts";
import { isMember } from "../runtime/decide/groups.ts";
import { ask, type Question, type Told } from "../runtime/decide/question.ts";
import type { Decision, Group, GroupSet } from "../runtime/declare/declarations.ts";
import { type Data, readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import type { Kind } from "./effect.ts";
import type { Cell, Named, Revision, RevisionAnswer, RevisionQuestion } from "./revision.ts";
import { withoutDangling } from "./without-dangling.ts";

/** The revision of a tree without any document or config: it has no names and answers nothing. */
const emptyRevision: Revision = {
  models: [],
  answer: () => null,
  explain: () => absent,
  nextChange: () => Infinity,
  turns: () => [],
  steps: (asked) => asked.map(() => null),
  groups: () => [],
};

const absent: RevisionAnswer = { value: null, rule: "absent", group: undefined };

/** The revision of models, which are asked through the module that is made from them. */
export function openRevision(found: readonly [Model, ...Model[]] | undefined): Revision {
  if (found === undefined) return emptyRevision;
  const models = withoutDangling(found);
  const environments = new Set(models.map(({ environment }) => environment));
  // A change that asks nothing needs no module.
  let module: ReturnType<typeof readData> | undefined;
  const turns = new WeakMap<readonly Named[], Map<string, readonly Instant[]>>();
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
    const number = decide(questionOf(data, asked), decision, trace);
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
        return set === undefined || set.retired ? Infinity : nextChangeOf(question, [set]);
      }
      const decision = decisionIn(data, kind, name);
      return decision === undefined ? Infinity : nextChange(question, decision);
    },
    turns: (all, asked) => {
      const data = find(asked.environment);
      if (data === undefined) return [];
      const known = turns.get(all) ?? new Map<string, readonly Instant[]>();
      turns.set(all, known);
      const key = `${asked.environment} ${asked.at} ${Object.entries(asked.context).join(" ")}`;
      const found = known.get(key) ?? findTurns(data, all, asked);
      known.set(key, found);
      return found;
    },
    steps: (all, scope, asked) => {
      const data = find(asked.environment);
      if (data === undefined) return all.map(() => null);
      const question = questionOf(data, asked);
      return all.map(({ kind, name }) => {
        const decision = decisionIn(data, kind, name);
        if (decision === undefined) return null;
        const trace: Trace = { rule: "default", group: undefined };
        const value = data.values[decide(question, stepOf(data, decision, scope), trace)] ?? null;
        return trace.rule === "default" ? null : value;
      });
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

function findTurns(data: Data, all: readonly Named[], asked: RevisionQuestion): readonly Instant[] {
  const decisions = all.flatMap(({ kind, name }) => decisionIn(data, kind, name) ?? []);
  const next = (at: Instant): Instant => nextChange(questionOf(data, { ...asked, at }), ...decisions);
  const found: Instant[] = [];
  for (let at = next(asked.at); at < Infinity; at = next(at)) found.push(at);
  return found;
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

function decisionIn({ flags, releases, privileges }: Data, kind: Kind, name: string) {
  if (kind === "groups") return undefined;
  return { flag: flags, release: releases, privilege: privileges }[kind].get(name);
}

const texts = new WeakMap<object, string>();

/** A value as text, made once unless it is a single value. */
function contentText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value) ?? serialize(value);
  texts.set(value, known);
  return known;
}

function questionOf(data: Data, { context, at, created, met, hashOf, cell }: RevisionQuestion): Question {
  const told: Told = {
    overrides: undefined,
    ...(cell === undefined ? nothing : toldBy(data, cell)),
    created: created && readTold(data, { created: knownIn(data, created) }).created,
    met,
    hashOf: hashOf && ((scope, salt, cuts) => hashOf(data.scopeNames[scope] as string, salt, cuts)),
  };
  return ask(data, knownIn(data, context), at, told);
}

type ToldByCell = Pick<Told, "attributes" | "groups" | "positions" | "heard">;

const nothing: ToldByCell = { attributes: undefined, groups: undefined };

const known = new WeakMap<Cell, WeakMap<Data, ToldByCell>>();

/** What a cell tells a side's module, made once for all questions. */
function toldBy(data: Data, cell: Cell): ToldByCell {
  const own = known.get(cell) ?? new WeakMap<Data, ToldByCell>();
  known.set(cell, own);
  const told = own.get(data) ?? {
    attributes: cell.told,
    groups: new Map(toldIn(data, cell)),
    positions: [],
    heard: cell.heard,
  };
  own.set(data, told);
  return told;
}

function* toldIn(data: Data, cell: Cell): Generator<readonly [GroupSet, Group]> {
  for (const [name, told] of Object.entries(cell.told)) {
    const set = data.sets.get(name);
    const found = set?.told ? set.groups.find((each) => each.name === told) : undefined;
    if (set !== undefined && found !== undefined) yield [set, found];
  }
}

function knownIn<Value>({ scopes }: Data, byScope: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  let isAll = true;
  for (const scope in byScope) isAll &&= scopes.has(scope);
  if (isAll) return byScope;
  return Object.fromEntries(Object.entries(byScope).filter(([scope]) => scopes.has(scope)));
}
