import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** `expect(actual).toEqual(expected)` for what is compared ten thousand times: only a difference costs its time. */
export function expectSame<T>(actual: T, expected: T, hint?: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, hint).toEqual(expected);
}
