import type { Condition } from "../condition.ts";
import { countAt } from "../entries.ts";
import type { Decision, Flag, GroupSet, Model, Named, Privilege, Value } from "../model.ts";
import { conditionsIn, conditionsOf, findGroup, groupsNamedBy, namedThings, scopesOfSet } from "../model-queries.ts";
import { dayLength, formatEnd } from "../time.ts";
import type { Subject, SubjectKind, SubjectState } from "./subject.ts";

/** Everything that has a description and an owner, for queries, with its state on the day of the model; by kind and name. */
export function subjectsOf(model: Model): readonly Subject[] {
  return namedThings(model).map((named) => {
    const kind = kindOf(named);
    const own = isDecision(named)
      ? { scopes: named.scopes, groups: namedIn(model, groupsNamedBy(named), conditionsOf(named)) }
      : isSet(named)
        ? { scopes: scopesOfSet(named), groups: inSet(model, named) }
        : { scopes: "scope" in named && typeof named.scope === "string" ? [named.scope] : [], groups: [] };
    const { name, description, owner } = named;
    const ends = isDecision(named) ? named.expires?.at : undefined;
    const expires = ends === undefined || ends === Infinity ? undefined : formatEnd(ends);
    return { kind, name, description, owner, ...own, states: statesOf(model, named), expires };
  });
}

function kindOf(named: Named): SubjectKind {
  if ("kind" in named) return named.kind as SubjectKind;
  return "allow" in named ? "waiver" : "identities";
}

function isDecision(named: Named): named is Decision {
  return "values" in named && "listed" in named;
}

function isSet(named: Named): named is GroupSet {
  return "kind" in named && named.kind === "groups";
}

function inSet(model: Model, set: GroupSet): readonly string[] {
  const own = [...set.groups.values()].map(({ reference }) => ({ group: reference }));
  return namedIn(model, own, conditionsIn(set));
}

/** Groups that are named directly, and those that conditions test for. */
function namedIn(
  model: Model,
  direct: readonly { readonly group: string }[],
  conditions: readonly Condition[],
): readonly string[] {
  const tested = conditions.flatMap(({ tests }) =>
    [...tests].flatMap(([name, some]) => {
      const set = model.sets.get(name);
      if (set === undefined) return [];
      const written = JSON.stringify(some);
      const groups = [...set.groups.values()].filter(
        (group) => group.reference === name || written.includes(JSON.stringify(group.name)),
      );
      return groups.map(({ reference }) => reference);
    }),
  );
  return [...new Set([...direct.map(({ group }) => group), ...tested])];
}

function statesOf(model: Model, named: Named): readonly SubjectState[] {
  const states: SubjectState[] = [];
  if (isDecision(named)) {
    const answers = [...answersOf(model, named)];
    // What a privilege answers for most is up to their plans.
    if (named.kind !== "privilege") {
      if (answers.length > 1) states.push("mixed");
      else
        states.push(
          ...(typeof answers[0] === "boolean" ? [answers[0] ? ("on" as const) : ("off" as const)] : []),
          "same",
        );
    }
    if (named.kind === "flag" && (named as Flag).paused !== undefined) states.push("paused");
    if (named.expires !== undefined) {
      const soon = model.asOf + (model.config.policy.warnDays + 1) * dayLength;
      if (named.expires.at <= model.asOf) states.push("expired");
      else if (named.expires.at <= soon) states.push("expiring");
    }
    if (named.kind === "flag" && (named as Flag).permanent !== undefined) states.push("permanent");
    if (named.kind === "privilege" && (named as Privilege).frozen !== undefined) states.push("frozen");
    if (named.kind === "flag" && (named as Flag).client) states.push("client");
  }
  if (named.deprecated !== undefined) states.push("deprecated");
  return states;
}

/** The values that some customer may get now: one if settings make no difference. */
function answersOf(model: Model, decision: Decision): ReadonlySet<Value> {
  const flag = decision.kind === "flag" ? (decision as Flag) : undefined;
  const unmet = flag !== undefined && flag.requires.length + flag.requiredConditions.length > 0 ? [flag.unmet] : [];
  const hasEnded = decision.expires !== undefined && decision.expires.at <= model.asOf && !flag?.keep;
  if (flag?.paused !== undefined || hasEnded) return new Set([decision.default, ...unmet]);
  const parts = flag?.rollout ?? [];
  const rest = parts.find(({ among }) => among === undefined);
  const whole = rest?.shares.find(({ share }) => share === rest.total);
  const created = flag?.created !== undefined && flag.created.from <= model.asOf ? [flag.created.value] : [];
  return new Set([
    // Where the rollout decides for everyone, nobody comes to the default.
    ...(whole === undefined ? [decision.default, ...created] : []),
    ...unmet,
    ...parts.flatMap(({ shares }) => shares.filter(({ share }) => share > 0).map(({ value }) => value)),
    ...decision.listed.filter(({ entries }) => countAt(entries, model.asOf) > 0).map(({ value }) => value),
    ...decision.grouped.filter(({ group }) => hasSomebody(model, group)).map(({ value }) => value),
    ...decision.conditional
      .filter(({ condition: { from, until } }) => from <= model.asOf && model.asOf < until)
      .map(({ value }) => value),
  ]);
}

/** Whether anybody may be in a group. */
function hasSomebody(model: Model, reference: string): boolean {
  const found = findGroup(model, reference);
  if (found === undefined) return false;
  const { set, group } = found;
  const { members, patterns, conditions, shares } = group;
  return (
    set.told ||
    group.name === set.default ||
    patterns.length + conditions.length + shares.length > 0 ||
    countAt(members, model.asOf) > 0
  );
}
