import type { Json, ValueShape } from "./value-shape.ts";

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
      const keys = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
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
