import type { Condition } from "./condition.ts";
import { valueSpan } from "./document.ts";
import {
  type Attribute,
  type Config,
  type CustomerList,
  type Decision,
  type Flag,
  type Group,
  type GroupSet,
  type Model,
  type Named,
  type Privilege,
  parentScopes,
  type Release,
  type Retired,
  type Value,
} from "./model.ts";
import { onceFor } from "./once-for.ts";
import type { Span } from "./text/source.ts";

/** Everything that has a description and an owner. */
export const namedThings = onceFor((model: Model): readonly Named[] => {
  const { sets, attributes, identities, waivers } = model;
  return [...decisionsOf(model), ...sets.values(), ...attributes.values(), ...identities.values(), ...waivers.values()];
});

/** All decisions of a model: flags, releases, privileges, each by name. */
export const decisionsOf = onceFor(
  ({ flags, releases, privileges }: Model): readonly (Flag | Release | Privilege)[] => [
    ...flags.values(),
    ...releases.values(),
    ...privileges.values(),
  ],
);

/** The groups that a decision names: those that are given a value, and those in the `among` of a rollout. */
export function groupsNamedBy(decision: Decision): readonly { readonly group: string; readonly span: Span }[] {
  const rollout = decision.kind === "flag" ? (decision as Flag).rollout : [];
  return [...decision.grouped, ...rollout.flatMap(({ among = [] }) => among)];
}

/** All conditions of a decision: those that give a value, those in the `among` of a rollout, and those it requires. */
export function conditionsOf(decision: Decision): readonly Condition[] {
  const given = decision.conditional.map(({ condition }) => condition);
  if (decision.kind !== "flag") return given;
  const { rollout, requiredConditions } = decision as Flag;
  return [...given, ...rollout.flatMap(({ amongConditions }) => amongConditions), ...requiredConditions];
}

/** All conditions of a group set: of members, and of shares. */
export function conditionsIn({ groups }: GroupSet): readonly Condition[] {
  return [...groups.values()].flatMap(({ conditions, shares }) => [
    ...conditions,
    ...shares.flatMap(({ condition }) => condition ?? []),
  ]);
}

/** Whether conditions or shares bring customers into groups of a set. */
export function isByMoreThanLists({ groups }: GroupSet): boolean {
  return [...groups.values()].some(({ conditions, shares }) => conditions.length + shares.length > 0);
}

/** The group sets that some conditions test, directly and through the conditions of these sets. */
export function setsTestedBy(model: Model, conditions: readonly Condition[]): readonly GroupSet[] {
  const found = new Set<GroupSet>();
  const all = [...conditions];
  for (const { tests } of all)
    for (const name of tests.keys()) {
      const set = model.sets.get(name);
      if (set === undefined || found.has(set)) continue;
      found.add(set);
      all.push(...conditionsIn(set));
    }
  return [...found];
}

/** The group sets that a decision depends on: those that it names, and those that it or they test. */
export function setsOf(model: Model, decision: Decision): readonly GroupSet[] {
  const named = groupsNamedBy(decision).flatMap(({ group }) => model.sets.get(setOf(group)) ?? []);
  const conditions = [...conditionsOf(decision), ...named.flatMap(conditionsIn)];
  return [...new Set([...named, ...setsTestedBy(model, conditions)])];
}

/** A condition, and what it belongs to. */
interface OwnedCondition {
  readonly of: Decision | GroupSet;
  readonly condition: Condition;
}

/** All conditions of a model, with what they belong to. */
export const allConditions = onceFor((model: Model): readonly OwnedCondition[] => [
  ...decisionsOf(model).flatMap((of) => conditionsOf(of).map((condition) => ({ of, condition }))),
  ...[...model.sets.values()].flatMap((of) => conditionsIn(of).map((condition) => ({ of, condition }))),
]);

/** What a condition tests under a name: an attribute, or a group set; undefined if there is neither. */
export function findTested(
  { attributes, sets }: Pick<Model, "attributes" | "sets">,
  name: string,
): Attribute | GroupSet | undefined {
  return attributes.get(name) ?? sets.get(name);
}

/** Whether an answer of a flag means that a customer has it: true, or a variant other than the default. */
export function isHeld(flag: Flag, answer: Value | null): boolean {
  return typeof answer === "string" ? answer !== flag.default : answer === true;
}

/** The record of a retired name of a kind; undefined if there is none. */
export function findRetired(
  { retired }: Pick<Model, "retired">,
  kind: Retired["kind"],
  name: string,
): Retired | undefined {
  return retired.find((each) => each.kind === kind && each.name === name);
}

/** The group that a reference names, with its set; undefined if there is none. */
export function findGroup(model: Pick<Model, "sets">, reference: string): { set: GroupSet; group: Group } | undefined {
  const set = model.sets.get(setOf(reference));
  const group = set?.groups.get(reference.slice(reference.indexOf("/") + 1));
  return set === undefined || group === undefined || group.reference !== reference ? undefined : { set, group };
}

/** The set that a reference to a group names. */
export function setOf(reference: string): string {
  const slash = reference.indexOf("/");
  return slash < 0 ? reference : reference.slice(0, slash);
}

/** The scope of a group set as a list: empty if its groups apply to all requests. */
export function scopesOfSet({ scope }: GroupSet): readonly string[] {
  return scope === undefined ? [] : [scope];
}

/** Where the document of a named thing has the value of a top-level key. */
export function spanAt(named: Named, key: string): Span {
  return valueSpan(named.document, named.document.data as object, key);
}

/** The scopes whose groups and settings apply to a customer of a scope: the scope itself and those of its parents. */
export function reachOf(model: Model, scope: string): readonly string[] {
  const reached = [scope];
  for (const narrow of reached)
    for (const broad of parentScopes(model).get(narrow) ?? []) if (!reached.includes(broad)) reached.push(broad);
  return reached;
}

/** Whether letter case does not matter in a scope. */
export function ignoresCaseIn({ config }: Pick<Model, "config">, scope: string): boolean {
  return config.scopes.get(scope)?.ignoreCase ?? false;
}

/** Whether a scope is within another, directly or through others. */
export function isWithin(config: Config, narrow: string, broad: string): boolean {
  const seen = new Set<string>();
  for (
    let at = config.scopes.get(narrow)?.within;
    at !== undefined && !seen.has(at);
    at = config.scopes.get(at)?.within
  ) {
    if (at === broad) return true;
    seen.add(at);
  }
  return false;
}

/** All lists of customers: members of groups, and lists of decisions. */
export const customerLists = onceFor((model: Model): readonly CustomerList[] => [
  ...[...model.sets.values()].flatMap(({ scope, groups }) =>
    scope === undefined
      ? []
      : [...groups.values()].map(
          ({ members, reference }): CustomerList => ({
            scope,
            entries: members,
            kind: "group",
            of: `group \`${reference}\``,
          }),
        ),
  ),
  ...decisionsOf(model).flatMap(listsOf),
]);

/** The lists of one decision. */
const listsOf = onceFor(({ kind, name, listed }: Decision): readonly CustomerList[] =>
  listed.map(({ scope, entries }) => ({ scope, entries, kind, of: `${kind} \`${name}\`` })),
);
