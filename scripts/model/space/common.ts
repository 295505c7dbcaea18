import type { Condition } from "../condition.ts";
import type { Grouping, Model } from "../model.ts";
import { findGroup } from "../model-queries.ts";
import type { Instant, Window } from "../time.ts";
import { isOneList } from "./tested.ts";

/** An instant at which two windows hold, today where it is one; undefined if there is none. */
export function commonInstant(one: Window, other: Window, today: Instant): Instant | undefined {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  if (from >= until) return undefined;
  if (from <= today && today < until) return today;
  return today < from ? from : until - 1;
}

/** Being in a group, as a condition tests it; undefined if there is no such group. */
export function conditionOfGroup(
  model: Model,
  { group }: Pick<Grouping, "group">,
): Pick<Condition, "tests"> | undefined {
  const found = findGroup(model, group);
  if (found === undefined) return undefined;
  const { set, group: own } = found;
  const test = isOneList(set) ? true : set.exclusive ? own.name : { has: own.name };
  return { tests: new Map([[set.name, [test]]]) };
}
