import type { Json, ValueShape } from "../runtime/load/value-shape.ts";
import { compareText } from "./text/words.ts";

/**
 * Two values of different types at the same place; each is given by the keys and indexes that lead to it from the
 * mapping of variants.
 */
export interface MixedTypes {
  readonly one: readonly (string | number)[];
  readonly other: readonly (string | number)[];
}

/** A value and the keys that lead to it. */
interface Placed {
  readonly value: Json;
  readonly path: readonly (string | number)[];
}

/**
 * What the values of variants have in common: keys that all objects have are required, keys that some have are
 * optional, and null makes a value nullable. Two types at the same place have nothing in common: they are passed to
 * `report`, and the first one counts.
 */
export function shapeOf(values: ReadonlyMap<string, Json>, report: (mixed: MixedTypes) => void = () => {}): ValueShape {
  return commonShape(
    [...values].map(([name, value]) => ({ value, path: [name] })),
    report,
  );
}

function commonShape(all: readonly Placed[], report: (mixed: MixedTypes) => void): ValueShape {
  const there = all.filter(({ value }) => value !== null);
  const nullable = there.length < all.length ? { nullable: true } : {};
  const [first] = there;
  if (first === undefined) return all.length === 0 ? {} : { type: "null" };
  const type = typeOf(first.value);
  const same = there.filter(({ value }) => typeOf(value) === type);
  const different = there.find(({ value }) => typeOf(value) !== type);
  if (different !== undefined) report({ one: first.path, other: different.path });
  switch (type) {
    case "array": {
      const items = same.flatMap(({ value, path }) =>
        (value as readonly Json[]).map((item, index) => ({ value: item, path: [...path, index] })),
      );
      return { type, ...nullable, ...(items.length === 0 ? {} : { items: commonShape(items, report) }) };
    }
    case "object": {
      const byKey = new Map<string, Placed[]>();
      for (const { value, path } of same)
        for (const [key, item] of Object.entries(value as Record<string, Json>)) {
          const placed = byKey.get(key) ?? [];
          byKey.set(key, placed);
          placed.push({ value: item, path: [...path, key] });
        }
      const keys = [...byKey].sort(([a], [b]) => compareText(a, b));
      const properties: Record<string, ValueShape> = Object.create(null);
      for (const [key, placed] of keys) properties[key] = commonShape(placed, report);
      const required = keys.filter(([, placed]) => placed.length === same.length).map(([key]) => key);
      return { type, ...nullable, properties, required };
    }
    default:
      return { type, ...nullable };
  }
}

function typeOf(value: Json): NonNullable<ValueShape["type"]> {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as "boolean" | "number" | "string" | "object");
}

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
