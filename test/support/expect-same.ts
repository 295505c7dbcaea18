import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** `expect(actual).toEqual(expected)` for comparisons in large numbers: only a difference pays for an assertion. */
export function expectSame<T>(actual: T, expected: T, hint?: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, hint).toEqual(expected);
}
