import type { Tested } from "../../model/attribute.ts";
import type { Test } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { allConditions, findTested } from "../../model/model-queries.ts";
import { boundsOf, readTests } from "../../model/space/keys.ts";
import { isRange, pointsOf } from "../../model/space/points.ts";
import { testedOf } from "../../model/space/tested.ts";

/** A condition must hold for somebody: `model/never`. */
export function* never(model: Model): Generator<Diagnostic> {
  for (const { condition } of allConditions(model))
    for (const [name, tests] of condition.tests) {
      const found = findTested(model, name);
      // Invalid tests are reported elsewhere; a plain value is a possible one.
      if (found === undefined || tests.length === 0) continue;
      if (tests.some((test) => typeof test !== "object" || hasBound(testedOf(found), test))) continue;
      const holds = readTests(testedOf(found), tests);
      // Conditions count whatever ids are known, so a set may be untold; and a customer may be in none of its groups.
      const points = pointsOf(testedOf(found), tests).map(({ key }) => key);
      const keys = found.kind === "groups" && found.exclusive && !found.told ? [...points, ""] : points;
      if (keys.some((key) => holds(key))) continue;
      yield diagnostic(
        "model/never",
        keySpan(condition.document, condition.data, name),
        `no value of \`${name}\` passes this test`,
        { hint: "a range goes from the lower bound to the upper one; change the test, or take the condition out" },
      );
    }
}

/** Whether a test is a range that at least one of its bounds is in; most are, and need no look at values. */
function hasBound(tested: Tested, test: Exclude<Test, string | number | boolean>): boolean {
  if (!isRange(test)) return false;
  const { least, isAfter, most, isBefore } = boundsOf(tested, test);
  const isOrdered = least === undefined || most === undefined || least < most;
  return isOrdered && ((least !== undefined && !isAfter) || (most !== undefined && !isBefore));
}
