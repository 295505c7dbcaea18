import type { Condition } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Flag, Group, GroupSet, Model } from "../../model/model.ts";
import { findGroup, findTested, isByMoreThanLists, scopesOfSet } from "../../model/model-queries.ts";
import { commonInstant, conditionOfGroup } from "../../model/space/common.ts";
import { overlapFinder } from "../../model/space/overlap.ts";
import { isListed, type Situation } from "../../model/space/situation.ts";
import { findWitness, type Witness } from "../../model/space/witness.ts";
import { describeWitness } from "../../model/space/witness-words.ts";
import type { Span } from "../../model/text/source.ts";
import { always, type Instant } from "../../model/time.ts";

/**
 * Of two conditions in groups of an exclusive set, or under two variants of a flag, at most one may hold; so of a
 * condition and a pattern, and of a condition and a group that rank alike. Codes: `model/two-groups`,
 * `model/contradiction`.
 */
export function* overlappingConditions(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) if (set.exclusive) yield* judgeSet(model, set);
  for (const flag of model.flags.values()) if (flag.variants !== undefined) yield* judgeVariants(model, flag);
}

/** A condition of a group, or a pattern as the condition that it is. */
interface Member {
  readonly group: Group;
  readonly condition: Pick<Condition, "tests" | "from" | "until" | "span">;
  readonly prefix?: string;
}

function* judgeSet(model: Model, set: GroupSet): Generator<Diagnostic> {
  const groups = [...set.groups.values()];
  const conditions = groups.flatMap((group) => group.conditions.map((condition) => ({ group, condition })));
  if (conditions.length === 0) return;
  const patterns = groups.flatMap((group) =>
    group.patterns.map((pattern) => ({
      group,
      prefix: pattern.prefix,
      condition: { ...pattern, tests: new Map() },
    })),
  );
  const mayMeet = overlapFinder(
    model,
    conditions.map(({ condition }) => condition),
  );
  const isUnlisted = (situation: Situation): boolean =>
    !groups.some(({ members }) => isListed(members, set.scope, situation));
  for (const [index, second] of conditions.entries())
    for (let at = 0; at < patterns.length + index; at++) {
      const first = (patterns[at] ?? conditions[at - patterns.length]) as Member;
      if (first.group === second.group) continue;
      if (first.prefix === undefined && !mayMeet(first.condition as Condition, second.condition)) continue;
      const instant = commonInstant(first.condition, second.condition, model.asOf);
      if (instant === undefined) continue;
      const witness = findWitness(model, {
        conditions: [first.condition, second.condition],
        at: instant,
        scopes: scopesOfSet(set),
        people: first.prefix === undefined ? undefined : new Map([[set.scope ?? "", [`${first.prefix}any`]]]),
        isSo: isUnlisted,
      });
      if (witness === undefined) continue;
      yield twoGroups(set, first, second, describeWitness(witness, model.asOf));
      break;
    }
}

function twoGroups(set: GroupSet, first: Member, second: Member, who: string): Diagnostic {
  const [one, two] = [`\`${first.group.reference}\``, `\`${second.group.reference}\``];
  return diagnostic("model/two-groups", second.condition.span, `a customer may be in ${one} and in ${two}`, {
    related: [
      {
        message: `${one} has ${first.prefix === undefined ? "this condition" : "this pattern"}`,
        span: first.condition.span,
      },
    ],
    hint: `such as ${who}; the groups of \`${set.name}\` must exclude each other`,
  });
}

/** A group or a condition that gives a variant. */
interface Setting {
  readonly value: Flag["default"];
  readonly condition: Pick<Condition, "tests" | "from" | "until">;
  readonly span: Span;
  /** Whether it may be true of customers whom no file lists, by more than the default of a set. */
  readonly isOpen: boolean;
  /** The index of its scope in the flag's scopes; -1 if it is about the request. */
  readonly rank: number;
}

function* judgeVariants(model: Model, flag: Flag): Generator<Diagnostic> {
  const settings = settingsOf(model, flag);
  if (!settings.some(({ isOpen }) => isOpen)) return;
  const mayMeet = overlapFinder(
    model,
    settings.map(({ condition }) => condition),
  );
  for (const [index, second] of settings.entries())
    for (const first of settings.slice(0, index)) {
      if (first.value === second.value || first.rank !== second.rank) continue;
      if (!first.isOpen && !second.isOpen) continue;
      if (!mayMeet(first.condition, second.condition)) continue;
      const at = commonInstant(first.condition, second.condition, model.asOf);
      if (at === undefined) continue;
      const witness = findVariantWitness(model, flag, first, second, at);
      if (witness === undefined) continue;
      yield diagnostic(
        "model/contradiction",
        second.span,
        `flag \`${flag.name}\` may have to answer \`${first.value}\` and \`${second.value}\` at once`,
        {
          related: [{ message: `\`${first.value}\` is given here`, span: first.span }],
          hint: `such as for ${describeWitness(witness, model.asOf)}; make them exclude each other`,
        },
      );
      break;
    }
}

/** The settings that must not meet: conditions, and groups where a condition may bring somebody into both. */
function settingsOf(model: Model, flag: Flag): readonly Setting[] {
  const conditions = flag.conditional.map(
    ({ value, condition }): Setting => ({
      value,
      condition,
      span: condition.span,
      isOpen: true,
      rank: rankOf(model, flag, condition),
    }),
  );
  const groups = flag.grouped.flatMap(({ value, group, span }): readonly Setting[] => {
    const tests = conditionOfGroup(model, { group })?.tests;
    const set = findGroup(model, group)?.set;
    if (tests === undefined || set === undefined) return [];
    const rank = set.scope === undefined ? -1 : flag.scopes.indexOf(set.scope);
    const condition = { tests, ...always };
    return [{ value, condition, span, isOpen: isByMoreThanLists(set), rank }];
  });
  return [...groups, ...conditions];
}

/** A condition ranks at the narrowest scope that it names. */
function rankOf(model: Model, { scopes }: Flag, { tests }: Pick<Condition, "tests">): number {
  const named = [...tests.keys()].map((name) => findTested(model, name)?.scope);
  return Math.max(-1, ...named.map((scope) => (scope === undefined ? -1 : scopes.indexOf(scope))));
}

/** Somebody for whom both hold, and whose own entry does not decide. */
function findVariantWitness(
  model: Model,
  flag: Flag,
  first: Setting,
  second: Setting,
  at: Instant,
): Witness | undefined {
  const scope = flag.scopes[first.rank];
  const own = flag.listed.filter((listing) => listing.scope === scope);
  return findWitness(model, {
    conditions: [first.condition, second.condition],
    at,
    scopes: scope === undefined ? [] : [scope],
    isSo: (situation) => !own.some(({ entries }) => isListed(entries, scope, situation)),
  });
}
