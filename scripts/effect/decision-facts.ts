import type { Condition } from "../model/condition.ts";
import type { Decision, Flag, GroupSet, Model } from "../model/model.ts";
import {
  conditionsIn,
  findTested,
  groupsNamedBy,
  ignoresCaseIn,
  isByMoreThanLists,
  setOf,
  setsOf,
} from "../model/model-queries.ts";
import { type DecisionPair, withRequired } from "../model/required-flags.ts";
import { testedOf } from "../model/space/tested.ts";
import { combine, entriesOf, inOrder, type Mentioning } from "./mention-classes.ts";

/** What determines a decision by itself. */
type OwnFacts = Pick<Facts, "scopes" | "others" | "sets" | "lists">;

/** What determines a decision, with the flags that it requires. */
export interface Facts {
  /** The decision and what it requires. */
  readonly pairs: readonly DecisionPair[];
  readonly scopes: readonly string[];
  /** Whether what decides for everyone differs between the two sides. */
  readonly others: boolean;
  /** Its own group sets, and those including what it requires. */
  readonly sets: readonly string[];
  readonly allSets: readonly string[];
  /** Its own entries, and those including what it requires. */
  readonly lists: (scope: string) => Mentioning;
  readonly allLists: (scope: string) => Mentioning;
  /** Whether someone whom it does not mention may get more than the default. */
  readonly isOpen: boolean;
}

/**
 * Finds what determines decisions of two models. What a decision says by itself is found once, however many decisions
 * require it.
 */
export function factsFinder(
  before: Model | undefined,
  after: Model | undefined,
): (one: Decision | undefined, other: Decision | undefined) => Facts {
  const known = new Map<string, OwnFacts>();

  function ownFacts(pair: DecisionPair): OwnFacts {
    const key = pair.map((each) => `${each?.kind} ${each?.name}`).join();
    const facts = known.get(key) ?? gatherOwn(pair);
    known.set(key, facts);
    return facts;
  }

  function gatherOwn([one, other]: DecisionPair): OwnFacts {
    return {
      scopes: scopesOf(one, other),
      others: decisionSettings(one, before) !== decisionSettings(other, after),
      sets: inOrder([...setNames(before, one), ...setNames(after, other)]),
      lists: memoize((scope) => entriesOf(one, other, scope)),
    };
  }

  return (one, other) => {
    const pairs = withRequired(before, after, [one, other]);
    const all = pairs.map(ownFacts);
    const { sets, lists } = ownFacts([one, other]);
    return {
      pairs,
      scopes: inOrder(all.flatMap(({ scopes }) => scopes)),
      others: all.some(({ others }) => others),
      sets,
      allSets: inOrder(all.flatMap(({ sets }) => sets)),
      lists,
      allLists: memoize((scope) => combine(all.map(({ lists }) => lists(scope)))),
      isOpen: isOpenToOthers(one, before) || isOpenToOthers(other, after),
    };
  };
}

/** The scopes of a decision on either side, in its order. */
export function scopesOf(one: Decision | undefined, other: Decision | undefined): readonly string[] {
  return [...new Set([...(other?.scopes ?? []), ...(one?.scopes ?? [])])];
}

function flagOf(decision: Decision | undefined): Flag | undefined {
  return decision?.kind === "flag" ? (decision as Flag) : undefined;
}

/** The names of the sets that a decision depends on; also of one that is not there. */
function setNames(model: Model | undefined, decision: Decision | undefined): readonly string[] {
  if (decision === undefined) return [];
  const named = groupsNamedBy(decision).map(({ group }) => setOf(group));
  return [...named, ...(model === undefined ? [] : setsOf(model, decision)).map(({ name }) => name)];
}

/** Whether someone whom nothing mentions may get more than the default of a flag. */
function isOpenToOthers(decision: Decision | undefined, model: Model | undefined): boolean {
  const flag = flagOf(decision);
  // Without what is required, customers who would get the default get another answer.
  const requires = (flag?.requires.length ?? 0) + (flag?.requiredConditions.length ?? 0);
  if (flag !== undefined && requires > 0 && flag.unmet !== flag.default) return true;
  return (
    decision !== undefined &&
    ((flag?.rollout.length ?? 0) > 0 ||
      decision.conditional.length > 0 ||
      decision.grouped.some(({ group }) => {
        const set = model?.sets.get(setOf(group));
        return holdsOthers(model, group) || set?.told || (set !== undefined && isByMoreThanLists(set));
      }))
  );
}

/** Whether a group is the default of its set. */
function holdsOthers(model: Model | undefined, group: string): boolean {
  const set = model?.sets.get(setOf(group));
  return set?.default !== undefined && set.groups.get(set.default)?.reference === group;
}

/** The parts of a set's shares that determine who is in its groups. */
export function sharesOf(set: GroupSet | undefined): readonly (readonly [string, string, number, number])[] {
  return [...(set?.groups.values() ?? [])].flatMap(({ name, shares }) =>
    shares.map(({ salt, start, end }) => [name, salt, start, end] as const),
  );
}

/**
 * What conditions test, with what decides about the groups that they test: not as texts, which would double in length with
 * each set within a set.
 */
function conditionSettings(model: Model | undefined, conditions: readonly Condition[]): readonly unknown[] {
  if (model === undefined) return [];
  return conditions.map(({ tests, from, until }) => {
    const all = [...tests].map(([name, own]) => {
      const found = findTested(model, name);
      if (found === undefined) return [name];
      const { type, ignoreCase, values } = testedOf(found);
      return [name, own, found.scope, type, ignoreCase, values, found.kind === "groups" && settingsOf(found, model)];
    });
    return [all, `${from}`, `${until}`];
  });
}

/** What determines everyone's groups, as a text to compare. */
export function setSettings(set: GroupSet | undefined, model: Model | undefined): string {
  return set === undefined || model === undefined ? "" : JSON.stringify(settingsOf(set, model));
}

function settingsOf(set: GroupSet, model: Model): readonly unknown[] {
  return [
    set.scope,
    set.scope !== undefined && ignoresCaseIn(model, set.scope),
    set.default,
    set.exclusive,
    set.told,
    sharesOf(set),
    [...set.groups.values()].flatMap(({ name, conditions, shares }) => [
      ...conditionSettings(model, conditions).map((own) => [name, own]),
      ...shares.map(({ condition }) => conditionSettings(model, condition === undefined ? [] : [condition])),
    ]),
  ];
}

/** Everything that decides for everyone, as a text to compare: all but the lists of customers. */
export function decisionSettings(decision: Decision | undefined, model: Model | undefined): string {
  if (decision === undefined) return "";
  const flag = flagOf(decision);
  const { rollout = [], created, variantValues } = flag ?? {};
  return JSON.stringify([
    decision.scopes.map((scope) => [scope, model !== undefined && ignoresCaseIn(model, scope)]),
    decision.default,
    decision.expires?.at,
    groupsNamedBy(decision)
      .map((named) => JSON.stringify([groupSettings(named.group, model), "value" in named ? named.value : undefined]))
      .sort(),
    flag && [
      flag.keep,
      flag.paused !== undefined,
      flag.requires.map(({ name, values }) => `${name} ${values}`).sort(),
      conditionSettings(model, flag.requiredConditions),
      flag.unmet,
    ],
    decision.conditional.map(({ value, condition }) => [value, conditionSettings(model, [condition])]),
    rollout.map(({ among, amongConditions, by, salt, total, shares }) => [
      among?.map(({ group }) => group),
      conditionSettings(model, amongConditions),
      by,
      salt,
      total,
      shares,
    ]),
    variantValues && [...variantValues],
    created && [created.by, created.from, created.value],
  ]);
}

/** A decision as a model has it, which it may not. */
type Side = readonly [Decision | undefined, Model | undefined];

/**
 * A text that two decisions have in common if they differ only in their names, on both sides; undefined for one that
 * lists customers.
 */
export function likenessOf(...sides: readonly [Side, Side]): string | undefined {
  if (sides.some(([decision]) => decision?.listed.some(({ entries }) => entries.ids.length > 0))) return undefined;
  return sides.map(([decision, model]) => `${decision?.kind} ${decisionSettings(decision, model)}`).join("\n");
}

const groupTexts = new WeakMap<Model, Map<string, string>>();

/** What determines everyone's part in a group, as a text to compare; made once for all decisions that name it. */
function groupSettings(group: string, model: Model | undefined): string {
  if (model === undefined) return group;
  const known = groupTexts.get(model) ?? new Map<string, string>();
  groupTexts.set(model, known);
  const text = known.get(group) ?? groupText(group, model);
  known.set(group, text);
  return text;
}

function groupText(group: string, model: Model): string {
  const set = model.sets.get(setOf(group));
  const { scope, exclusive, told, groups, default: standard } = set ?? {};
  // A told group that does not exist means the default.
  const known = told && standard !== undefined ? inOrder(groups?.keys() ?? []) : undefined;
  const held = holdsOthers(model, group);
  return JSON.stringify([group, held, scope, exclusive, told, known, sharesOf(set), conditionsFor(model, set)]);
}

function conditionsFor(model: Model | undefined, set: GroupSet | undefined): string {
  return set !== undefined && conditionsIn(set).length > 0 ? setSettings(set, model) : "";
}

function memoize<Result extends object>(find: (scope: string) => Result): (scope: string) => Result {
  const known = new Map<string, Result>();
  return (scope) => {
    const result = known.get(scope) ?? find(scope);
    known.set(scope, result);
    return result;
  };
}
