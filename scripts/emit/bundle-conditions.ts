import type { Condition, Test } from "../model/condition.ts";
import { compareText } from "../model/text/words.ts";
import { endOf, formatInstant, type Instant, startOf } from "../model/time.ts";
import type { BundleTest, BundleWhere } from "../runtime/shapes/bundle.ts";

/** A condition with its window. */
export function conditionOf(condition: Condition): { where: BundleWhere; from?: string; until?: string } {
  return { where: whereOf(condition), ...window(condition.from, condition.until) };
}

/** The tests of a condition by name, in the order of the names. */
export function whereOf({ tests, tested }: Condition): BundleWhere {
  const where: BundleWhere = Object.create(null);
  for (const [name, list] of [...tests].sort(([a], [b]) => compareText(a, b)))
    where[name] = list.map((test) => (tested.get(name)?.type === "date" ? dateTest(test) : plain(test)));
  return where;
}

/** A range of dates as a range of instants. */
function dateTest(test: Test): BundleTest {
  if (typeof test !== "object") return test;
  if ("not" in test) return { not: test.not.map(dateTest) };
  if (!("from" in test || "until" in test)) return plain(test);
  return {
    ...(test.from === undefined ? {} : { from: formatInstant(startOf(`${test.from}`)) }),
    ...(test.until === undefined ? {} : { below: formatInstant(endOf(test.until)) }),
  };
}

/** Everything except dates is the same in a bundle. */
function plain(test: Test): BundleTest {
  return test as BundleTest;
}

/** The window of something, in UTC; without a beginning or an end that never comes. */
export function window(from: Instant, until: Instant): { from?: string; until?: string } {
  return {
    ...(from === -Infinity ? {} : { from: formatInstant(from) }),
    ...(until === Infinity ? {} : { until: formatInstant(until) }),
  };
}
