import { expect, test } from "vitest";
import { declaredShape } from "../../scripts/compile/3-resolve/declared-shape.ts";

test.each<readonly [schema: unknown, shape: unknown]>([
  [{ enum: ["red", "green"] }, { type: "string" }],
  [{ enum: [1, 2.5, null] }, { type: "number", nullable: true }],
  [
    { enum: [1], nullable: true },
    { type: "number", nullable: true },
  ],
  [{ enum: [null] }, { type: "null" }],
  [{ enum: [null], nullable: true }, { type: "null" }],
  [{ enum: [] }, {}],
  [{ enum: "red" }, {}],
  [{ enum: ["red", 1] }, {}],
  [{ enum: [[1], []] }, { type: "array", items: { type: "number" } }],
  [{ const: true }, { type: "boolean" }],
  [
    {
      enum: [
        { a: 1, b: "x" },
        { a: 2, c: null },
      ],
    },
    {
      type: "object",
      properties: { a: { type: "number" }, b: { type: "string" }, c: { type: "null" } },
      required: ["a"],
    },
  ],
  [{ type: "string", enum: ["red"] }, { type: "string" }],
  [{ type: ["string", "null"] }, { type: "string", nullable: true }],
  [{ type: ["string", "number"] }, {}],
  [
    { type: "object", properties: { k: { enum: ["x"] } }, required: ["k"] },
    { type: "object", properties: { k: { type: "string" } }, required: ["k"] },
  ],
  [{ minimum: 1 }, {}],
])("%j declares %j", (schema, shape) => {
  expect(JSON.parse(JSON.stringify(declaredShape(schema)))).toEqual(shape);
});
