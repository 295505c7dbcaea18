import { compareText } from "../../model/text/words.ts";
import { shapeOf } from "../../runtime/load/common-shape.ts";
import type { Json, ValueShape } from "../../runtime/load/value-shape.ts";

/** As much of JSON Schema as makes a type; only `check` looks at the rest of a schema. */
interface DeclaredShape {
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, DeclaredShape>>;
  readonly required?: readonly string[];
  readonly items?: DeclaredShape;
  readonly enum?: readonly Json[];
  readonly const?: Json;
}

/**
 * The shape that a JSON Schema declares; without a type, what its listed values have in common. Any value if it names
 * several types besides null, or neither types nor values.
 */
export function declaredShape(schema: unknown): ValueShape {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return {};
  const { type, nullable, properties, required, items } = schema as DeclaredShape;
  if (type === undefined) return shapeOfListed(schema as DeclaredShape);
  const types = [type ?? []].flat().map((each) => (each === "integer" ? "number" : each));
  const [only, ...others] = types.filter((each) => each !== "null");
  if (others.length > 0) return {};
  if (only === undefined) return types.length === 0 ? {} : { type: "null" };
  const isNullable = nullable === true || types.includes("null") ? { nullable: true } : {};
  if (only === "array")
    return { type: only, ...isNullable, ...(items === undefined ? {} : { items: declaredShape(items) }) };
  if (only !== "object") return isType(only) ? { type: only, ...isNullable } : {};
  const made: Record<string, ValueShape> = Object.create(null);
  const keys = Object.keys(properties ?? {}).sort(compareText);
  for (const key of keys) made[key] = declaredShape(properties?.[key]);
  return { type: only, ...isNullable, properties: made, required: keys.filter((key) => required?.includes(key)) };
}

/** What `enum` or `const` lists, if it is of one type. */
function shapeOfListed({ enum: values, const: only, nullable }: DeclaredShape): ValueShape {
  const listed = Array.isArray(values) ? values : only === undefined ? [] : [only];
  let isMixed = false;
  const shape = shapeOf(new Map(listed.map((value, index) => [`${index}`, value])), () => {
    isMixed = true;
  });
  if (isMixed) return {};
  return nullable === true && shape.type !== undefined && shape.type !== "null" ? { ...shape, nullable } : shape;
}

function isType(type: string): type is NonNullable<ValueShape["type"]> {
  return ["boolean", "number", "string"].includes(type);
}
