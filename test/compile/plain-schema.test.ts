import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsPlainly } from "../../scripts/compile/4-rules/plain-schema.ts";
import { schemaJudge } from "../../scripts/compile/4-rules/schema-judge.ts";
import type { Json } from "../../scripts/runtime/load/value-shape.ts";

const leaf = fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e3, "", "a");
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "toString"), tie("value"), { maxKeys: 2 }),
  ),
}));
/** A valid value of a keyword, and now and then a wrong one. */
function mostly(right: fc.Arbitrary<unknown>, ...wrong: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
}

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.record(
    {
      type: mostly(fc.constantFrom("array", "boolean", "integer", "null", "number", "object", "string"), "text", ["a"]),
      properties: mostly(fc.oneof({ maxDepth: 1 }, fc.constant({}), fc.record({ a: tie("schema") })), 1),
      required: mostly(fc.constantFrom(["a"], ["a", "b"], []), ["a", "a"], [1], "a"),
      items: mostly(fc.oneof({ maxDepth: 1 }, fc.constant({ type: "string" }), tie("schema")), 1),
      minimum: mostly(fc.constantFrom(-1, 0, 1), "1", null),
      maximum: mostly(fc.constantFrom(1, 100), "1", null),
      description: mostly(fc.constant("What it is."), 1),
    },
    { requiredKeys: [] },
  ),
}));

test("accepts only data that a complete validator accepts", () => {
  let plain = 0;
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 12, maxLength: 12 }), (own, values) => {
      const fitting = values.filter((each) => fitsPlainly(each, own));
      if (fitting.length === 0) return;
      plain++;
      const judge = schemaJudge(own);
      if (typeof judge === "string") throw new Error(judge);
      expect(fitting.flatMap(judge)).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(plain).toBeGreaterThan(20);
});

test.each<readonly [Json, object, boolean]>([
  [{ a: 1 }, { type: "object", properties: { a: { type: "integer", maximum: 1 } }, required: ["a"] }, true],
  [{ a: 2 }, { type: "object", properties: { a: { type: "integer", maximum: 1 } }, required: ["a"] }, false],
  [{}, { required: ["toString"] }, false],
  [[1, "a"], { items: { type: "number" } }, false],
  [1, { toString: 1, __defineGetter__: 1, hasOwnProperty: "type" }, false],
  [1, { enum: [1] }, false],
  [1, { properties: { a: { unknown: 1 } } }, false],
])("%j in %j: %s", (own, judged, isFit) => {
  expect(fitsPlainly(own, judged)).toBe(isFit);
});
