import { expect, test } from "vitest";
import type { Fix } from "../../scripts/model/diagnostic.ts";
import { fixesApart } from "../../scripts/model/fixes-apart.ts";

const source = { path: "flags/page.yaml", text: "x".repeat(1000) };

/** A fix that replaces these ranges. */
function fixOf(...ranges: readonly (readonly [number, number])[]): Fix {
  return { title: "mend it", edits: ranges.map(([start, end]) => ({ span: { source, start, end }, text: "" })) };
}

test("makes the first of fixes that meet, and all that it does not touch", () => {
  const [one, two, three, four] = [fixOf([0, 5]), fixOf([5, 9]), fixOf([9, 12]), fixOf([20, 25])];
  expect(fixesApart([one, two, three, four])).toEqual([one, three, four]);
  expect(fixesApart([fixOf([0, 9]), fixOf([2, 3]), fixOf([8, 12])])).toHaveLength(1);
});

test("takes two rounds for a row of fixes that each meet the next, however long the row", () => {
  const row = Array.from({ length: 100 }, (_, index) => fixOf([index * 5, index * 5 + 5]));
  const first = fixesApart(row);
  expect(first).toHaveLength(50);
  const rest = row.filter((fix) => !first.includes(fix));
  expect(fixesApart(rest)).toEqual(rest);
});

test("makes a fix of several places as a whole or not at all", () => {
  const [wide, inner, after] = [fixOf([0, 5], [50, 55]), fixOf([52, 60], [80, 85]), fixOf([82, 90])];
  expect(fixesApart([wide, inner, after])).toEqual([wide, after]);
  expect(fixesApart([fixOf([0, 5], [3, 8])])).toHaveLength(1);
});
