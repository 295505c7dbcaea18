import { readWindow } from "../../runtime/declare/instant.ts";
import type { BundleGroupSet, BundleTest, BundleWhere } from "../../runtime/shapes/bundle.ts";
import { attributeMeets } from "./attributes.ts";
import { type Draft, during } from "./draft.ts";
import { allOf, anyOf, type Logic, not } from "./logic.ts";
import { isKnown } from "./ways.ts";

/** Whether the customer is in a group, by its name in a set. */
type IsInGroup = (set: string, group: string) => Logic;

/** A condition and the window in which it holds. */
interface Condition {
  readonly where: BundleWhere;
  readonly from?: string;
  readonly until?: string;
}

/** Whether a condition holds. */
export function holds(draft: Draft, { where, ...window }: Condition, isIn: IsInGroup): Logic {
  const tests = Object.keys(where)
    .sort()
    .map((name) => meetsOne(draft, name, where[name] ?? [], isIn));
  return during(draft, readWindow(window), allOf(tests));
}

function meetsOne(draft: Draft, name: string, tests: readonly BundleTest[], isIn: IsInGroup): Logic {
  if (name.includes(".")) draft.unsayable.add("an attribute whose name has a dot");
  const set = draft.bundle.groups[name];
  if (set !== undefined) return setMeets(draft, name, set, tests, isIn);
  const attribute = draft.bundle.attributes?.[name];
  return attribute !== undefined && attributeMeets(draft, name, attribute, tests);
}

/** Whether one of some tests of a group set holds. */
function setMeets(
  draft: Draft,
  name: string,
  set: BundleGroupSet,
  tests: readonly BundleTest[],
  isIn: IsInGroup,
): Logic {
  const inOneOf = (groups: readonly string[]): Logic => anyOf(groups.map((group) => isIn(name, group)));
  const names = groupNames(set);
  const isTold = anyOf([set.told !== true && isSomebody(draft, set), inOneOf(names)]);
  return anyOf(
    tests.map((test) => {
      if (typeof test === "boolean") return test ? inOneOf(names) : allOf([isTold, not(inOneOf(names))]);
      if (typeof test !== "object") return inOneOf(names.filter((group) => group === test));
      if ("untold" in test) return not(isTold);
      if ("not" in test) return allOf([isTold, not(setMeets(draft, name, set, test.not, isIn))]);
      // Sets have no other test.
      return inOneOf(names.filter((group) => "has" in test && group === test.has));
    }),
  );
}

/** Whether the default of a set may apply to someone; in a set without a scope, to every caller. */
export function isSomebody(draft: Draft, { scope }: BundleGroupSet): Logic {
  return scope === undefined || isKnown(draft, scope);
}

/** All groups of a set, including one that only its default names. */
export function groupNames({ members, default: standard }: BundleGroupSet): readonly string[] {
  return [...new Set([...Object.keys(members), ...(standard === undefined ? [] : [standard])])].sort();
}
