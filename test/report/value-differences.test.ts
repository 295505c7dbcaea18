import { describe, expect, it } from "vitest";
import { differencesInWords } from "../../scripts/report/value-differences.ts";
import type { Json } from "../../scripts/runtime/load/value-shape.ts";

const inWords = (from: Json, to: Json): string => differencesInWords(from, to, (text) => text);

describe("the difference between two values", () => {
  it("is given place by place, whatever the order of keys", () => {
    expect(inWords({ results: 500, deep: { x: [1, 2] } }, { deep: { x: [1, 3] }, results: 600 })).toBe(
      "results: 500 → 600, deep.x.1: 2 → 3",
    );
  });

  it("may be a missing value, or another type", () => {
    expect(inWords({ note: "slow", limits: [1] }, { limits: { a: 1 }, __proto: null })).toBe(
      'note: "slow" → nothing, limits: [1] → {"a":1}, __proto: nothing → null',
    );
  });

  it("is shown for three places, and counted for more", () => {
    expect(inWords([1, 2, 3, 4, 5], [2, 3, 4, 5, 6])).toBe("0: 1 → 2, 1: 2 → 3, 2: 3 → 4 and 2 more");
  });

  it("is short even for long values", () => {
    const [line] = [inWords({ text: "a".repeat(100_000) }, { text: "b".repeat(100_000) })];
    expect(line.length).toBeLessThan(100);
  });
});
