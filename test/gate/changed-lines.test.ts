import fc from "fast-check";
import { expect, test } from "vitest";
import { changedLines } from "../../scripts/gate/changed-lines.ts";

test("finds added and edited lines, and no others", () => {
  const before = "a\nb\nc\nd\n";
  const cases: readonly [after: string, ...ranges: readonly (readonly [number, number])[]][] = [
    [before],
    ["a\nc\nd\n"],
    ["a\nb\nnew\nc\nd\n", [3, 3]],
    ["A\nb\nc\nD\n", [1, 1], [4, 4]],
    ["a\nb\nc\nd\ne\nf", [5, 6]],
    ["a\r\nb\r\nc\r\nd\r\n"],
    ["x\ny", [1, 2]],
    [""],
  ];
  for (const [after, ...ranges] of cases)
    expect(changedLines(before, after), after).toEqual(ranges.map(([first, last]) => ({ first, last })));
  expect(changedLines("", "a\n")).toEqual([{ first: 1, last: 1 }]);
});

test("leaves a part of the earlier text once the touched lines are removed", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const ranges = changedLines(before.join("\n"), after.join("\n"));
      const isTouched = (line: number): boolean => ranges.some(({ first, last }) => first <= line && line <= last);
      const left = after.filter((_, index) => !isTouched(index + 1));
      let at = 0;
      for (const line of before) if (line === left[at]) at++;
      expect(at).toBe(left.length);
    }),
  );
});

test("finds all lines of a completely different text, and quickly", () => {
  const text = (word: string): string => Array.from({ length: 50_000 }, (_, index) => `${word}${index}\n`).join("");
  expect(changedLines(text("a"), text("b"))).toEqual([{ first: 1, last: 50_000 }]);
});
