import fc from "fast-check";
import { expect, test } from "vitest";
import { suggest } from "../../scripts/runtime/declare/suggest.ts";

/** The number of insertions, deletions, replacements and swaps of neighbours between two texts, counted naively. */
function distanceOf(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [one, other] = [a.at(-1), b.at(-1)];
  const isSwap = a.length > 1 && b.length > 1 && one === b.at(-2) && a.at(-2) === other;
  return Math.min(
    distanceOf(a.slice(0, -1), b) + 1,
    distanceOf(a, b.slice(0, -1)) + 1,
    distanceOf(a.slice(0, -1), b.slice(0, -1)) + (one === other ? 0 : 1),
    ...(isSwap ? [distanceOf(a.slice(0, -2), b.slice(0, -2)) + 1] : []),
  );
}

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });

test("suggests the nearest name, the first of several, if at most a third of its letters differ", () => {
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), (wrong, names) => {
      const near = names
        .map((name) => ({ name, distance: distanceOf(wrong, name) }))
        .filter(({ distance }) => distance <= Math.floor(wrong.length / 3))
        .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
      expect(suggest(wrong, names)).toBe(near[0]?.name);
    }),
    { numRuns: 200 },
  );
});

test("suggests the same in whatever order the names are, also if the nearest differ in length", () => {
  expect(suggest("acb", ["ac", "ab"])).toBe("ab");
  expect(suggest("acb", ["ab", "ac"])).toBe("ab");
});

test("ignores letter case, and suggests nothing for a text that is too long for a name", () => {
  expect(suggest("New_Page", ["new_page"])).toBe("new_page");
  expect(suggest("a".repeat(200), ["a".repeat(199)])).toBe("a".repeat(199));
  expect(suggest("a".repeat(201), ["a".repeat(200)])).toBe(undefined);
});
