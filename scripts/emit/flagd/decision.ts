import { referenceOf } from "../../runtime/declare/declare-set.ts";
import { parseInstant } from "../../runtime/declare/instant.ts";
import type {
  BundleFlag,
  BundleGrouping,
  BundleGroupSet,
  BundleListing,
  BundleWhere,
} from "../../runtime/shapes/bundle.ts";
import { holds } from "./conditions.ts";
import { isListed } from "./customers.ts";
import { type Draft, isBefore, noted, ruleOf } from "./draft.ts";
import { isIn, placeOf } from "./groups.ts";
import { allOf, anyOf, contextAt, isOneOf, isText, type Logic, when } from "./logic.ts";
import { shortestDate } from "./moments.ts";
import { shareOf } from "./shares.ts";

/** What flags, releases and frozen lists have in common. */
export interface Decision {
  readonly scopes: readonly string[];
  readonly default: string | boolean;
  readonly listed: readonly BundleListing[];
  readonly grouped: readonly BundleGrouping[];
  readonly conditional?: BundleFlag["conditional"];
  readonly paused?: boolean | undefined;
  /** The first instant at which it answers its default. */
  readonly expires?: string | undefined;
  readonly requires?: BundleFlag["requires"];
  readonly unmet?: string | boolean | undefined;
  readonly rollout?: BundleFlag["rollout"];
  readonly created?: BundleFlag["created"];
}

/** What flagd calls a value: a switch is on or off, anything else is its own name. */
export function variantOf(value: string | boolean): string {
  return typeof value === "string" ? value : value ? "on" : "off";
}

/**
 * The variant that a decision answers: that of the first of its rules that has one; `standard` stands for its default.
 */
export function answerOf(draft: Draft, decision: Decision, standard: string | null): Logic {
  const { requires = [], paused, expires } = decision;
  const found = paused ? standard : saidOf(draft, decision, standard);
  const unmet = decision.unmet === undefined ? standard : variantOf(decision.unmet);
  const lasting =
    expires === undefined || paused ? found : when(isBefore(draft, parseInstant(expires)), found, standard);
  return when(isMet(draft, requires), lasting, unmet);
}

/** Whether all required flags give a required answer: their rules are repeated here. */
function isMet(draft: Draft, requires: NonNullable<Decision["requires"]>): Logic {
  return allOf(
    requires.map((item) => {
      if (typeof item === "object" && "where" in item) return isMetBy(draft, item);
      const { flag: name, values } = typeof item === "string" ? { flag: item, values: [true] } : item;
      const known = draft.answers.get(name);
      const flag = draft.bundle.flags[name] as BundleFlag;
      const rule = known ?? ruleOf(draft, () => answerOf(draft, decisionOf(flag), variantOf(flag.default)));
      draft.answers.set(name, rule);
      return isOneOf(noted(draft, rule), values.map(variantOf));
    }),
  );
}

/** The decision of a flag; one that continues after its last day has none. */
export function decisionOf(flag: BundleFlag): Decision {
  return flag.keep ? { ...flag, expires: undefined } : flag;
}

/** The lists and groups from the narrowest scope to the broadest, then shares, creation and the default. */
function saidOf(draft: Draft, decision: Decision, standard: string | null): Logic {
  const { scopes, listed, grouped, conditional = [], rollout = [], created } = decision;
  const said = [
    ...grouped.map(({ group, value }) => ({ scope: scopeOf(draft, group), value, logic: isIn(draft, group) })),
    ...conditional.map(({ value, ...own }) => ({
      scope: rankOf(draft, scopes, own),
      value,
      logic: isMetBy(draft, own),
    })),
  ];
  // An exclusion is for safety: among groups and conditions of the same rank, `false` comes first.
  const inOrder = said.toSorted((a, b) => Number(a.value === true) - Number(b.value === true));
  const steps = [...scopes.toReversed(), undefined].flatMap((scope) => [
    ...listed
      .filter((listing) => listing.scope === scope)
      .map(({ value, entries }) => [isListed(draft, scope as string, entries), value] as const),
    ...inOrder.filter((each) => each.scope === scope).map(({ logic, value }) => [logic, value] as const),
  ]);
  const since = created === undefined ? standard : when(isCreatedSince(created), variantOf(created.value), standard);
  const shared = [rollout].flat().reduceRight<Logic>((otherwise, part) => {
    const share = shareOf(draft, part, variantOf, since);
    return part.among === undefined
      ? share
      : when(
          anyOf(part.among.map((item) => (typeof item === "string" ? isIn(draft, item) : isMetBy(draft, item)))),
          share,
          otherwise,
        );
  }, since);
  return joined(steps).reduceRight(
    (otherwise, { conditions, value }) => when(anyOf(conditions), variantOf(value), otherwise),
    shared,
  );
}

/** Joins consecutive steps that lead to the same value. */
function joined(steps: readonly (readonly [Logic, string | boolean])[]) {
  const found: { readonly conditions: Logic[]; readonly value: string | boolean }[] = [];
  for (const [condition, value] of steps) {
    const last = found.at(-1);
    if (last?.value === value) last.conditions.push(condition);
    else found.push({ conditions: [condition], value });
  }
  return found;
}

/** Whether a condition holds. */
function isMetBy(draft: Draft, condition: Parameters<typeof holds>[1]): Logic {
  return holds(draft, condition, (set, group) => isIn(draft, referenceOf(set, group)));
}

/** The narrowest scope of what a condition tests; undefined if all of it is of the request. */
function rankOf(
  { bundle }: Draft,
  scopes: readonly string[],
  { where }: { readonly where: BundleWhere },
): string | undefined {
  const tested = Object.keys(where).map((name) => bundle.groups[name]?.scope ?? bundle.attributes?.[name]?.scope);
  return scopes.findLast((scope) => tested.includes(scope));
}

function scopeOf(draft: Draft, group: string): string | undefined {
  return (draft.bundle.groups[placeOf(group).name] as BundleGroupSet).scope;
}

/**
 * Whether the context says, as text, that the customer was created at or after an instant: dates in UTC compare as
 * texts.
 */
function isCreatedSince({ by, from }: NonNullable<BundleFlag["created"]>): Logic {
  const path = `created.${by}`;
  return allOf([isText(path), { ">=": [contextAt(path), shortestDate(from)] }]);
}
