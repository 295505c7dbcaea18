import type { Json } from "../runtime/load/value-shape.ts";

/** A value as JSON, with its keys in order. */
export function writeValue(value: Json): string {
  return JSON.stringify(value);
}

/** Whether two values are the same, regardless of the order of their keys. */
export function isSameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSameValue(item, other[index]))
    );
  const [left, right] = [one as Record<string, Json>, other as Record<string, Json>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameValue(left[key], right[key]))
  );
}

/** What to do about a number that JSON has no digits for. */
export const numbersGoTo = `write a number from -${Number.MAX_VALUE} to ${Number.MAX_VALUE}`;
