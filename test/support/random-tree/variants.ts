import type { Draw } from "./draw.ts";

/** What a flag may answer instead of true and false. */
export interface MadeVariants {
  readonly names: readonly string[];
  /** The keys of the document. */
  readonly written: { readonly variants: unknown; readonly schema?: unknown };
}

/** Three variants, or now and then one; names alone, or values of one type, nullable now and then. */
export function makeVariants(shape: Draw, values: Draw): MadeVariants {
  const names = shape.chance(15) ? ["x"] : ["x", "y", "z"];
  if (values.chance(40)) return { names, written: { variants: names } };
  const { one, schema } = values.pick(types);
  const isNullable = values.chance(25);
  const variants = Object.fromEntries(
    names.map((name, index) => [name, isNullable && index > 0 && values.chance(60) ? null : one(values)]),
  );
  return {
    names,
    written: { variants, ...values.maybe(40, () => ({ schema: isNullable ? either(schema) : schema })) },
  };
}

/** Types of values, each with few values, so that a small change of a flag changes one of them or none. */
const types: readonly { readonly one: (draw: Draw) => unknown; readonly schema: object }[] = [
  { one: (draw) => draw.pick([0, 0.1, -3, 1e21]), schema: { type: "number" } },
  { one: (draw) => draw.pick(["", "short", "ein Satz\n"]), schema: { type: "string", maxLength: 20 } },
  { one: (draw) => draw.chance(50), schema: { type: "boolean" } },
  {
    one: (draw) => draw.pick([[], [1], [1, 2]]),
    schema: { type: "array", items: { type: "integer" } },
  },
  {
    one: (draw) => draw.pick([{ a: 1, b: [draw.below(2)] }, { a: 2 }]),
    schema: { type: "object", properties: { a: { minimum: 0 } }, required: ["a"] },
  },
];

function either(schema: object): object {
  return { anyOf: [schema, { type: "null" }] };
}
