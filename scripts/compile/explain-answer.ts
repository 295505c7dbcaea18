import { nameSpan, valueSpan } from "../model/document.ts";
import { type Entries, holdsAt, idSpan } from "../model/entries.ts";
import type { Decision, Flag, Group, GroupSet, Model, Privilege, Release, Retired, Value } from "../model/model.ts";
import { decisionsOf, findGroup, reachOf, spanAt } from "../model/model-queries.ts";
import type { Span } from "../model/text/source.ts";
import type { Instant } from "../model/time.ts";
import type { Lookup, LookupOptions, Module } from "../runtime/index.ts";
import { normalizeId } from "../runtime/tables/normalize.ts";

type AnyDecision = Flag | Release | Privilege;

/** A place in the files that has a part in an answer. */
export interface Place {
  readonly message: string;
  readonly span: Span;
}

/** An answer for one customer, and where in the files it comes from, the deciding place first. */
export interface Answer {
  readonly kind: "flag" | "release" | "privilege" | "groups";
  readonly name: string;
  /** Of a group set, the groups that the customer is in. */
  readonly value: Value | readonly string[] | undefined;
  /** What decided it, as `explain` of the module says it. */
  readonly rule: string;
  /** When the answer changes by itself. */
  readonly until: Date | undefined;
  readonly places: readonly Place[];
}

/** A question: the ids of a customer by scope, an instant, and what else a caller tells. */
export interface Question extends Omit<LookupOptions, "at"> {
  readonly context: Readonly<Record<string, string>>;
  readonly at: Instant;
}

/** All names that can be explained, in order: of decisions, group sets, groups and retired things. */
export function explainable(model: Model): readonly string[] {
  const references = [...model.sets.values()].flatMap((set) =>
    [...set.groups.values()].map((group) => group.reference),
  );
  return [
    ...new Set([...decisionsOf(model), ...model.sets.values(), ...model.retired].map(({ name }) => name)),
    ...references,
  ];
}

/**
 * The answer of a module made from the model, with the places that decide it; undefined where the model has no such name.
 * Of a privilege it is what the plan, a list of privileges, or the frozen list grants.
 */
export function explainName(
  model: Model,
  module: Module,
  name: string,
  question: Question,
  plan: readonly string[] = [],
): Answer | undefined {
  const { context, ...options } = question;
  const lookup = module.lookup(context, options);
  if (model.privileges.has(name) && plan.includes(name))
    return { kind: "privilege", name, value: true, rule: "plan", until: undefined, places: [] };
  const decision = model.flags.get(name) ?? model.releases.get(name) ?? model.privileges.get(name);
  if (decision !== undefined) return explainDecision(model, lookup, decision, question);
  const set = model.sets.get(name);
  if (set !== undefined) return explainSet(model, module, lookup, set, question);
  const found = findGroup(model, name);
  if (found !== undefined) return explainGroup(model, lookup, found, question);
  const retired = model.retired.find((each) => each.name === name);
  return retired === undefined ? undefined : explainRetired(retired);
}

function explainRetired({ kind, name, answer, outcome, span }: Retired): Answer {
  const message = `retired (${outcome}); code built earlier gets this answer`;
  return { kind, name, value: answer, rule: "retired", until: undefined, places: [{ message, span }] };
}

/** The first instant at which a customer is in other groups of a set; undefined where that never comes by itself. */
function nextMove(
  model: Model,
  module: Module,
  set: GroupSet,
  now: readonly Group[],
  question: Question,
): Date | undefined {
  const { context, ...options } = question;
  const moments = new Set<Instant>(model.aliases.map(({ until }) => until));
  for (const { members, patterns } of set.groups.values()) {
    for (const instants of [members.from, members.until])
      for (const instant of Array.from(instants ?? [])) moments.add(instant);
    for (const { from, until } of patterns) moments.add(from).add(until);
  }
  const later = [...moments].filter((at) => at > question.at && at < Infinity).sort((a, b) => a - b);
  const moved = later.find((at) => {
    const lookup = module.lookup(context, { ...options, at });
    return [...set.groups.values()].some((group) => lookup.isIn(group.reference) !== now.includes(group));
  });
  return moved === undefined ? undefined : new Date(moved);
}

function explainGroup(
  model: Model,
  lookup: Lookup,
  { set, group }: NonNullable<ReturnType<typeof findGroup>>,
  question: Question,
): Answer {
  const value = lookup.isIn(group.reference);
  const others = [...set.groups.values()].filter((each) => lookup.isIn(each.reference));
  return {
    kind: "groups",
    name: group.reference,
    value,
    rule: "group",
    until: undefined,
    places: (value ? [group] : others).flatMap((each) => membership(model, set, each, question)),
  };
}

function explainDecision(model: Model, lookup: Lookup, decision: AnyDecision, question: Question): Answer {
  const { value, rule, group, until } = lookup.explain(decision.name);
  const missing = missingScopes(model, decision, question);
  if (missing !== undefined && rule === "default")
    return {
      kind: decision.kind,
      name: decision.name,
      value,
      rule,
      until,
      places: [missing, unlisted(model, decision, question)],
    };
  return {
    kind: decision.kind,
    name: decision.name,
    value,
    rule,
    until,
    places: placesOf(model, decision, rule, group ?? "", question),
  };
}

function placesOf(
  model: Model,
  decision: AnyDecision,
  rule: string,
  group: string,
  question: Question,
): readonly Place[] {
  switch (rule) {
    case "listed":
      return listed(model, decision, question);
    case "group":
      return grouped(model, decision, group, question);
    case "expired":
      return decision.expires === undefined ? [] : [{ message: "the flag has expired", span: decision.expires.span }];
    case "paused":
      return [{ message: "the flag is paused", span: spanAt(decision, "paused") }];
    case "override":
      return [];
    case "requires":
      return decision.kind !== "flag"
        ? []
        : decision.requires.map(({ name, span }) => ({ message: `it requires \`${name}\``, span }));
    case "rollout":
      return [{ message: "the id's share of the rollout", span: spanAt(decision, "rollout") }];
    case "created": {
      const created = decision.kind === "flag" ? decision.created : undefined;
      return created === undefined
        ? []
        : [
            {
              message: "the default for customers created since",
              span: valueSpan(decision.document, created.data, "value"),
            },
          ];
    }
    default:
      return [unlisted(model, decision, question)];
  }
}

/** That the context names no customer whom the decision is made for; undefined where it does. */
function missingScopes(model: Model, decision: Decision, question: Question): Place | undefined {
  const { scopes } = decision;
  if (scopes.length === 0 || scopes.some((scope) => identify(model, scope, question) !== undefined)) return undefined;
  const wanted = scopes.map((scope) => `\`${scope}\``).join(" or ");
  const key = decision.kind === "release" ? "by" : "scope";
  return { message: `it is decided by ${wanted}, and no id was given`, span: spanAt(decision, key) };
}

function unlisted(model: Model, decision: AnyDecision, question: Question): Place {
  if (decision.kind === "flag")
    return {
      message: decision.rollout === undefined ? "the default" : "the default, since the id is outside the rollout",
      span: spanAt(decision, "default"),
    };
  if (decision.kind === "release")
    return { message: "the stage of the default group", span: spanAt(decision, "stages") };
  const id = identify(model, decision.scopes[0] ?? "", question)?.id;
  const ignoreCase = model.config.scopes.get(decision.scopes[0] ?? "")?.ignoreCase ?? false;
  const ended = decision.frozen?.ended.find((each) => each.id !== undefined && normalizeId(each.id, ignoreCase) === id);
  if (ended !== undefined) return { message: "it was frozen for this customer, but has ended", span: ended.span };
  const renamed = decision.frozen?.renamed.find(({ was }) => normalizeId(was, ignoreCase) === id);
  if (renamed !== undefined) return { message: `this customer was renamed to \`${renamed.id}\``, span: renamed.span };
  return { message: "it is not frozen for this customer; the plan decides", span: nameSpan(decision.document) };
}

function listed(model: Model, decision: Decision, question: Question): readonly Place[] {
  for (const scope of [...decision.scopes].reverse()) {
    const identity = identify(model, scope, question);
    if (identity === undefined) continue;
    for (const listing of decision.listed) {
      if (listing.scope !== scope) continue;
      const span = findEntry(listing.entries, identity.id, question.at);
      if (span !== undefined) {
        const message =
          decision.kind === "privilege" ? "frozen for this customer" : `listed under \`${listing.value}\``;
        return [{ message, span }, ...identity.places];
      }
    }
  }
  return [];
}

function grouped(model: Model, decision: Decision, reference: string, question: Question): readonly Place[] {
  const grouping = decision.grouped.find((each) => each.group === reference);
  const found = findGroup(model, reference);
  return [
    ...(grouping === undefined ? [] : [{ message: `group \`${reference}\` gets it`, span: grouping.span }]),
    ...(found === undefined ? [] : membership(model, found.set, found.group, question)),
  ];
}

function explainSet(model: Model, module: Module, lookup: Lookup, set: GroupSet, question: Question): Answer {
  const groups = [...set.groups.values()].filter((group) => lookup.isIn(group.reference));
  return {
    kind: "groups",
    name: set.name,
    value: groups.map(({ name }) => name),
    rule: "group",
    until: nextMove(model, module, set, groups, question),
    places: groups.flatMap((group) => membership(model, set, group, question)),
  };
}

/** Where a group has a customer: its entry, a pattern, or the set's default. */
function membership(model: Model, set: GroupSet, group: Group, question: Question): readonly Place[] {
  if (set.told && question.groups?.[set.name] !== undefined)
    return [{ message: `the caller put it in \`${group.reference}\``, span: group.span }];
  const identity = identify(model, set.scope, question);
  const { at } = question;
  if (identity !== undefined) {
    const { id, places } = identity;
    const entry = findEntry(group.members, id, at);
    if (entry !== undefined) return [{ message: `a member of \`${group.reference}\``, span: entry }, ...places];
    const pattern = group.patterns.find(({ prefix, from, until }) => id.startsWith(prefix) && from <= at && at < until);
    if (pattern !== undefined)
      return [{ message: `matches a pattern of \`${group.reference}\``, span: pattern.span }, ...places];
  }
  return [{ message: `not listed in \`${set.name}\`, so in its default group`, span: spanAt(set, "default") }];
}

/** The id by which a customer is listed in a scope, today's id of a former one, or that of the parent; and how it came to be. */
function identify(
  model: Model,
  scope: string,
  { context, at }: Question,
): { readonly id: string; readonly places: readonly Place[] } | undefined {
  const given = context[scope];
  if (given !== undefined) {
    const id = normalizeId(given, model.config.scopes.get(scope)?.ignoreCase ?? false);
    const alias = model.aliases.find((each) => each.scope === scope && each.was === id && at < each.until);
    return alias === undefined
      ? { id, places: [] }
      : { id: alias.id, places: [{ message: `\`${id}\` is a former id of \`${alias.id}\``, span: alias.wasSpan }] };
  }
  for (const narrow of Object.keys(context)) {
    for (const middle of reachOf(model, narrow)) {
      const child = findChild(model, middle, scope, narrow, context[narrow] ?? "", at);
      if (child !== undefined) return child;
    }
  }
  return undefined;
}

function findChild(model: Model, middle: string, scope: string, narrow: string, given: string, at: Instant) {
  if (!model.children.some((each) => each.scope === middle && each.parentScope === scope)) return undefined;
  const own = identify(model, middle, { context: { [narrow]: given }, at });
  const child = model.children.find(
    (each) => each.scope === middle && each.parentScope === scope && each.id === own?.id,
  );
  if (own === undefined || child === undefined) return undefined;
  const place = { message: `\`${child.id}\` belongs to \`${child.parent}\``, span: child.span };
  return { id: child.parent, places: [...own.places, place] };
}

function findEntry(entries: Entries, id: string, at: Instant): Span | undefined {
  const index = entries.ids.findIndex((each, index) => each === id && holdsAt(entries, index, at));
  return index < 0 ? undefined : idSpan(entries, index);
}
