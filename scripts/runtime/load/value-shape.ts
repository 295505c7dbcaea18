/** Anything that JSON can express. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What values have in common: their JSON type, whether some are null, and the shapes within. Without a type it is any.
 */
export interface ValueShape {
  readonly type?: "boolean" | "number" | "string" | "array" | "object" | "null";
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, ValueShape>>;
  /** The properties that every object has, sorted. */
  readonly required?: readonly string[];
  /** Left out if no list has an item. */
  readonly items?: ValueShape;
}

/** Why values of one shape cannot be read by code that was written for another. */
interface ShapeBreach {
  /** The keys that lead to it, with dots, `[]` for an item; empty at the top. */
  readonly path: string;
  readonly message: string;
}

/** Where a new shape cannot be assigned to an old one, in the order of its keys; for each place the first reason. */
export function* breachesOf(old: ValueShape, next: ValueShape, path = ""): Generator<ShapeBreach> {
  if (old.type === undefined) return;
  // Only null was known of it: whatever it is now is read as null.
  if (next.nullable === true && old.nullable !== true && old.type !== "null")
    yield { path, message: "may be null now" };
  if (next.type === "null" && (old.nullable === true || old.type === "null")) return;
  if (next.type !== old.type) {
    yield { path, message: `is ${nounOf(next.type)} now, not ${nounOf(old.type)}` };
    return;
  }
  if (old.items !== undefined && next.items !== undefined) yield* breachesOf(old.items, next.items, `${path}[]`);
  for (const [key, property] of Object.entries(old.properties ?? {})) {
    const inner = path === "" ? key : `${path}.${key}`;
    const now = Object.hasOwn(next.properties ?? {}, key) ? next.properties?.[key] : undefined;
    if (old.required?.includes(key) && !next.required?.includes(key))
      yield { path: inner, message: now === undefined ? "is gone" : "may be missing now" };
    else if (now !== undefined) yield* breachesOf(property, now, inner);
  }
}

/** Whether a value has a shape; an object may have more properties than the shape. */
export function fits(value: unknown, { type, nullable, properties = {}, required = [], items }: ValueShape): boolean {
  if (type === undefined) return true;
  if (value === null) return nullable === true || type === "null";
  switch (type) {
    case "null":
      return false;
    case "array":
      return Array.isArray(value) && (items === undefined || value.every((item) => fits(item, items)));
    case "object":
      return (
        typeof value === "object" &&
        !Array.isArray(value) &&
        required.every((key) => Object.hasOwn(value, key)) &&
        Object.entries(value).every(([key, part]) => {
          const shape = Object.hasOwn(properties, key) ? properties[key] : undefined;
          return shape === undefined || fits(part, shape);
        })
      );
    default:
      return typeof value === type;
  }
}

const nouns = {
  boolean: "a boolean",
  number: "a number",
  string: "a text",
  array: "a list",
  object: "an object",
  null: "null",
} as const;

function nounOf(type: ValueShape["type"]): string {
  return type === undefined ? "anything" : nouns[type];
}
