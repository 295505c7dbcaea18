import fc from "fast-check";
import { expect, it } from "vitest";
import { ascending, positionAmong } from "../../scripts/runtime/tables/cuts.ts";
import { versionKey } from "../../scripts/runtime/tables/version.ts";

/** From low to high; versions on one line are equal. */
const ladder = [
  ["0"],
  ["1.0.0-0"],
  ["1.0.0-2"],
  ["1.0.0-10"],
  ["1.0.0--"],
  ["1.0.0-alpha"],
  ["1.0.0-alpha.1"],
  ["1.0.0-alpha.beta"],
  ["1.0.0-alphabet"],
  ["1.0.0-beta", "1-beta", "1.0-beta+build.7"],
  ["1.0.0-beta.2"],
  ["1.0.0-beta.11"],
  ["1.0.0-rc.1"],
  ["1.0.0", "1", "1.0", "1.0.0.0", "1.0.0+build", "01.00"],
  ["1.0.0.1"],
  ["1.2"],
  ["1.10"],
  ["7.190.0", "7.190"],
  ["7.190.2"],
  ["8.0.0-beta"],
  ["8", "8.0.0"],
  ["999999999.999999999.999999999.999999999"],
];

it("orders versions as semver does, with one to four numbers, and a pre-release below its version", () => {
  const keys = ladder.map((same) => {
    const [key, ...others] = same.map(versionKey);
    expect(new Set([key, ...others]).size, same.join()).toBe(1);
    return key as string;
  });
  expect(keys).not.toContain(undefined);
  expect(keys.toSorted()).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
});

it.each([
  "",
  "v1",
  "1.",
  ".1",
  "1..2",
  "1.2.3.4.5",
  "1234567890",
  "1.0-",
  "1.0-a..b",
  "1.0-01",
  "1 ",
  "1.0-ä",
  "１",
  "1e3",
  `1-${"a".repeat(300)}`,
])("%j is not a version", (text) => expect(versionKey(text)).toBeUndefined());
it("finds a value among cuts, at a cut or between two", () => {
  expect([0, 1, 1.5, 2, 3].map((value) => positionAmong([1, 2], value))).toEqual([0, 1, 2, 3, 4]);
  expect(positionAmong([], "a")).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (values, value) => {
      const cuts = ascending(values);
      const below = cuts.filter((cut) => Number(cut) < value).length;
      expect(positionAmong(cuts, value)).toBe(2 * below + (cuts.includes(value) ? 1 : 0));
    }),
  );
});
