import { nameSpan, valueSpan } from "../../model/document.ts";
import type { Decision, Flag, Model, Privilege, Release, Retired, Value } from "../../model/model.ts";
import { decisionsOf, findGroup, ignoresCaseIn, spanAt } from "../../model/model-queries.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { type Lookup, meets } from "../../runtime/api/lookup.ts";
import type { Module } from "../../runtime/index.ts";
import type { Json } from "../../runtime/load/value-shape.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { explainGroup, explainSet, membership } from "./explain-group.ts";
import type { Answer, Place, Question } from "./explanation.ts";
import { findEntry, identify } from "./identify-customer.ts";

type AnyDecision = Flag | Release | Privilege;

/** All names that can be explained, in order: those of decisions, group sets, groups and retired things. */
export function explainable(model: Model): readonly string[] {
  const references = [...model.sets.values()].flatMap((set) =>
    [...set.groups.values()].map((group) => group.reference),
  );
  return [
    ...new Set(
      [...decisionsOf(model), ...model.sets.values(), ...model.retired.filter(isAsked)].map(({ name }) => name),
    ),
    ...references,
  ];
}

/**
 * The answer of a module made from the model, with the places that decide it; undefined if the model has no such name.
 * For a privilege it is what the plan, a list of privileges, or the frozen list grants.
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
  const retired = model.retired.find((each) => each.name === name && isAsked(each));
  return retired === undefined ? undefined : explainRetired(retired);
}

/** Whether services ask for a retired name; attributes they only tell. */
function isAsked({ kind }: Retired): boolean {
  return kind !== "attribute";
}

function explainRetired({ kind, name, answer, value: content, outcome, span }: Retired): Answer {
  const message = `retired (${outcome}); code built earlier gets this answer`;
  return { kind, name, value: answer, content, rule: "retired", until: undefined, places: [{ message, span }] };
}

function explainDecision(model: Model, lookup: Lookup, decision: AnyDecision, question: Question): Answer {
  const { value, rule, group, untold, until } = lookup.explain(decision.name);
  const content =
    decision.kind === "flag" && decision.variantValues !== undefined
      ? (lookup.value(decision.name) as Json)
      : undefined;
  const missing = missingScopes(model, decision, question);
  if (missing !== undefined && rule === "default")
    return {
      kind: decision.kind,
      name: decision.name,
      value,
      content,
      rule,
      untold,
      until,
      places: [missing, unlisted(model, decision, question)],
    };
  return {
    kind: decision.kind,
    name: decision.name,
    value,
    content,
    rule,
    untold,
    until,
    places: placesOf(model, lookup, decision, { value, rule, group: group ?? "" }, question),
  };
}

function placesOf(
  model: Model,
  lookup: Lookup,
  decision: AnyDecision,
  { value, rule, group }: { readonly value: Value; readonly rule: string; readonly group: string },
  question: Question,
): readonly Place[] {
  switch (rule) {
    case "listed":
      return listed(model, decision, question);
    case "group":
      return grouped(model, lookup, decision, group, question);
    case "condition":
      return decision.conditional.flatMap((setting, index) =>
        setting.value === value && holds(lookup, decision, index)
          ? [{ message: `this condition gives \`${value}\``, span: setting.condition.span }]
          : [],
      );
    case "expired":
      return decision.expires === undefined
        ? []
        : [
            {
              message: decision.kind === "privilege" ? "the frozen list has ended" : "the flag has expired",
              span: decision.expires.span,
            },
          ];
    case "paused":
      return [{ message: "the flag is paused", span: spanAt(decision, "paused") }, ...unmet(lookup, decision)];
    case "override":
      return [];
    case "requires":
      return unmet(lookup, decision);
    case "rollout":
      return [{ message: "the id's share of the rollout", span: partSpan(lookup, decision) }];
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

/** The requirements of a flag that are not met. */
function unmet(lookup: Lookup, decision: AnyDecision): readonly Place[] {
  if (decision.kind !== "flag") return [];
  const conditions = decision.requiredConditions.flatMap((condition, index) =>
    meets(lookup, (data) => data.flags.get(decision.name)?.requiredConditions[index])
      ? []
      : [{ message: "it requires this condition", span: condition.span }],
  );
  const flags = decision.requires
    .filter(({ name, values }) => !values.includes(lookup.explain(name).value))
    .map(({ name, values, span }) => {
      const wanted = values[0] === true ? "" : ` to be ${values.map((value) => `\`${value}\``).join(" or ")}`;
      return { message: `it requires \`${name}\`${wanted}`, span };
    });
  return [...conditions, ...flags];
}

/** Whether a condition of a decision holds, given its index among those that give a value. */
function holds(lookup: Lookup, { name }: AnyDecision, index: number): boolean {
  return meets(lookup, ({ flags }) => {
    const { steps = [], request = [] } = flags.get(name) ?? {};
    return [...steps.flatMap(({ groupings }) => groupings), ...request].find((each) => each.index === index)?.condition;
  });
}

/** Where the part of a rollout is that a customer belongs to. */
function partSpan(lookup: Lookup, decision: AnyDecision): Span {
  const { rollout } = decision.document.data as FlagDocument;
  const whole = spanAt(decision, "rollout");
  if (!Array.isArray(rollout) || decision.kind !== "flag") return whole;
  const index = decision.rollout.findIndex(
    ({ among, amongConditions }, part) =>
      among === undefined ||
      among.some(({ group }) => lookup.isIn(group)) ||
      amongConditions.some((_, each) =>
        meets(lookup, ({ flags }) => flags.get(decision.name)?.rollout[part]?.amongConditions[each]),
      ),
  );
  return index < 0 ? whole : valueSpan(decision.document, rollout, index);
}

/** That the context names no customer whom the decision is made for; undefined if it does. */
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
      message: decision.rollout.length === 0 ? "the default" : "the default, since the id is outside the rollout",
      span: spanAt(decision, "default"),
    };
  if (decision.kind === "release")
    return { message: "the stage of the default group", span: spanAt(decision, "stages") };
  const id = identify(model, decision.scopes[0] ?? "", question)?.id;
  const ignoreCase = ignoresCaseIn(model, decision.scopes[0] ?? "");
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

function grouped(
  model: Model,
  lookup: Lookup,
  decision: Decision,
  reference: string,
  question: Question,
): readonly Place[] {
  const grouping = decision.grouped.find((each) => each.group === reference);
  const found = findGroup(model, reference);
  return [
    ...(grouping === undefined ? [] : [{ message: `group \`${reference}\` gets it`, span: grouping.span }]),
    ...(found === undefined ? [] : membership(model, lookup, found.set, found.group, question)),
  ];
}
