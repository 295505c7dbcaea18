import type { ValueShape } from "../runtime/load/value-shape.ts";
import { compareText } from "./text/words.ts";

/** As much of JSON Schema as makes a type; only `check` looks at the rest of a schema. */
interface DeclaredShape {
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, DeclaredShape>>;
  readonly required?: readonly string[];
  readonly items?: DeclaredShape;
}

/** The shape that a JSON Schema declares; any value if it names no type, or several besides null. */
export function declaredShape(schema: unknown): ValueShape {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return {};
  const { type, nullable, properties, required, items } = schema as DeclaredShape;
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

function isType(type: string): type is NonNullable<ValueShape["type"]> {
  return ["boolean", "number", "string"].includes(type);
}
