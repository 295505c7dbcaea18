import type { Tested } from "../../model/attribute.ts";
import type { Test } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan } from "../../model/document.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { allConditions, findTested } from "../../model/model-queries.ts";
import { boundsOf, readTests } from "../../model/space/keys.ts";
import { overlapFinder } from "../../model/space/overlap.ts";
import { isRange, pointsOf } from "../../model/space/points.ts";
import { testedOf } from "../../model/space/tested.ts";
import type { Span } from "../../model/text/source.ts";

/** A condition must hold for somebody, and so must all that a flag requires: `model/never`. */
export function* never(model: Model): Generator<Diagnostic> {
  yield* impossibleTests(model);
  for (const flag of model.flags.values())
    if (Math.max(flag.requires.length, flag.requiredConditions.length) > 1) yield* excludedRequirements(model, flag);
}

function* impossibleTests(model: Model): Generator<Diagnostic> {
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

/** Requirements of a flag that cannot hold together. */
function* excludedRequirements(model: Model, { name, requires, requiredConditions }: Flag): Generator<Diagnostic> {
  const mayMeet = overlapFinder(model, requiredConditions);
  const because = (other: { readonly span: Span }, instead: string) => ({
    related: [{ message: "it also requires this", span: other.span }],
    hint: `all that is required must hold; if either is enough, ${instead}`,
  });
  for (const [index, condition] of requiredConditions.entries()) {
    // What holds for no one by itself is reported for that.
    const other = requiredConditions
      .slice(0, index)
      .find((each) => !mayMeet(each, condition) && [each, condition].every((own) => mayMeet(own, own)));
    if (other !== undefined)
      yield diagnostic(
        "model/never",
        condition.span,
        `no one meets this and the other condition that \`${name}\` requires`,
        because(other, "write one condition, such as `{ where: { country: [de, at] } }`"),
      );
  }
  for (const [index, { name: required, values, span }] of requires.entries()) {
    const other = requires
      .slice(0, index)
      .find((each) => each.name === required && !each.values.some((value) => values.includes(value)));
    const variants = [...(other?.values ?? []), ...values].join(", ");
    if (other !== undefined && isKnown(model, required, [...other.values, ...values]))
      yield diagnostic(
        "model/never",
        span,
        `\`${required}\` cannot be all that \`${name}\` requires of it`,
        because(other, `write \`{ ${required}: [${variants}] }\``),
      );
  }
}

/** Whether a flag has these variants; what it does not have is reported elsewhere. */
function isKnown({ flags }: Model, name: string, values: readonly Value[]): boolean {
  return values.every((value) => flags.get(name)?.variants?.includes(`${value}`) === true);
}

/** Whether a test is a range that at least one of its bounds is in; most are, and need no look at values. */
function hasBound(tested: Tested, test: Exclude<Test, string | number | boolean>): boolean {
  if (!isRange(test)) return false;
  const { least, isAfter, most, isBefore } = boundsOf(tested, test);
  const isOrdered = least === undefined || most === undefined || least < most;
  return isOrdered && ((least !== undefined && !isAfter) || (most !== undefined && !isBefore));
}
