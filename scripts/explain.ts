import { nameSpan } from "./document.ts";
import { type Entries, fromOf, idSpan, untilOf } from "./entries.ts";
import {
  type Decision,
  decisionsOf,
  findGroup,
  type Group,
  type GroupSet,
  type Model,
  spanAt,
  type Value,
} from "./model.ts";
import type { Lookup, Module } from "./runtime/index.ts";
import { normalizeId } from "./runtime/normalize.ts";
import type { Span } from "./source.ts";
import type { Instant } from "./time.ts";

/** A place in the files that has a part in an answer. */
export interface Place {
  readonly message: string;
  readonly span: Span;
}

/** An answer for one customer, and where in the files it comes from, the deciding place first. */
export interface Answer {
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly name: string;
  readonly value: Value | undefined;
  /** What decided it, as `explain` of the module says it. */
  readonly rule: string;
  /** When the answer changes by itself. */
  readonly until: Date | undefined;
  readonly places: readonly Place[];
}

/** A question: the ids of a customer by scope, and an instant. */
export interface Question {
  readonly context: Readonly<Record<string, string>>;
  readonly at: Instant;
}

/** All names that can be explained, in order. */
export function explainable(model: Model): readonly string[] {
  return [...[...decisionsOf(model)].map(({ name }) => name), ...model.sets.keys()];
}

/** The answer of a module made from the model, with the places that decide it; undefined where the model has no such name. */
export function explainName(model: Model, module: Module, name: string, question: Question): Answer | undefined {
  const lookup = module.lookup(question.context, { at: question.at });
  const decision = model.flags.get(name) ?? model.releases.get(name) ?? model.privileges.get(name);
  if (decision !== undefined) return explainDecision(model, lookup, decision, question);
  const set = model.sets.get(name);
  return set === undefined ? undefined : explainSet(model, lookup, set, question);
}

function explainDecision(model: Model, lookup: Lookup, decision: Decision, question: Question): Answer {
  const { value, rule, group, until } = lookup.explain(decision.name);
  const found = { kind: decision.kind, name: decision.name, value, rule, until };
  switch (rule) {
    case "listed":
      return { ...found, places: listed(model, decision, question) };
    case "group":
      return { ...found, places: grouped(model, decision, group ?? "", question) };
    case "expired":
      return {
        ...found,
        places: decision.expires === undefined ? [] : [{ message: "it has expired", span: decision.expires.span }],
      };
    case "paused":
      return { ...found, places: [{ message: "it is paused", span: spanAt(decision, "paused") }] };
    default:
      return { ...found, places: [unlisted(decision)] };
  }
}

function unlisted(decision: Decision): Place {
  if (decision.kind === "flag") return { message: "the default", span: spanAt(decision, "default") };
  if (decision.kind === "release")
    return { message: "the stage of the default group", span: spanAt(decision, "stages") };
  return { message: "no frozen list holds it; the plan decides", span: nameSpan(decision.document) };
}

function listed(model: Model, decision: Decision, { context, at }: Question): readonly Place[] {
  for (const scope of [...decision.scopes].reverse()) {
    for (const listing of decision.listed) {
      if (listing.scope !== scope) continue;
      const span = findEntry(model, listing.entries, scope, context[scope], at);
      if (span !== undefined) return [{ message: `listed under \`${listing.value}\``, span }];
    }
  }
  return [];
}

function grouped(model: Model, decision: Decision, reference: string, question: Question): readonly Place[] {
  const grouping = decision.grouped.find((each) => each.group === reference);
  const found = findGroup(model, reference);
  return [
    ...(grouping === undefined ? [] : [{ message: `group \`${reference}\` is given it`, span: grouping.span }]),
    ...(found === undefined ? [] : [membership(model, found.set, found.group, question)]),
  ];
}

function explainSet(model: Model, lookup: Lookup, set: GroupSet, question: Question): Answer {
  const groups = [...set.groups.values()].filter((group) => lookup.isIn(group.reference));
  return {
    kind: "groups",
    name: set.name,
    value: groups.length === 0 ? undefined : groups.map(({ name }) => name).join(", "),
    rule: "group",
    until: undefined,
    places: groups.map((group) => membership(model, set, group, question)),
  };
}

/** Where a group has a customer: its entry, or the set's default. */
function membership(model: Model, set: GroupSet, group: Group, { context, at }: Question): Place {
  const entry = findEntry(model, group.members, set.scope, context[set.scope], at);
  if (entry !== undefined) return { message: `a member of \`${group.reference}\``, span: entry };
  return { message: `in no other group of \`${set.name}\`, so in its default`, span: spanAt(set, "default") };
}

function findEntry(
  model: Model,
  entries: Entries,
  scope: string,
  id: string | undefined,
  at: Instant,
): Span | undefined {
  if (id === undefined) return undefined;
  const sought = normalizeId(id, model.config.scopes.get(scope)?.ignoreCase ?? false);
  const index = entries.ids.findIndex(
    (each, index) => each === sought && fromOf(entries, index) <= at && at < untilOf(entries, index),
  );
  return index < 0 ? undefined : idSpan(entries, index);
}
