import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Tested } from "../../scripts/model/attribute.ts";
import type { Test } from "../../scripts/model/condition.ts";
import { keyOfTold, plainTests, readTests } from "../../scripts/model/space/keys.ts";
import { pointsOf } from "../../scripts/model/space/points.ts";
import { sayPoints } from "../../scripts/model/space/say-points.ts";
import { expectSame } from "../support/expect-same.ts";

const versions = [
  "1",
  "1.2",
  "1.2.0.1",
  "1.2.3",
  "1.2.3-beta",
  "1.2.3-beta.2",
  "1.2.4-0",
  "1.10",
  "2.0.0-rc.1",
  "2",
  "999999999.999999999.999999999.999999999",
];
const numbers = [-1e300, -1, -0.5, 0, 5e-324, 0.1, 0.30000000000000004, 1, 2, 1e21];
const dates = ["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-01T00:00:00.001Z", "2027-06-01T12:00:00+02:00"];
const texts = ["", "a", "ab", "abc", "b", "bc", "other", "oth", "cab", "é"];
const tags = ["a", "b", "c"];

/** The tests that each type allows, and the values that callers may pass for it. */
const kinds: Readonly<
  Record<string, { readonly tested: Tested; readonly tests: fc.Arbitrary<Test>; readonly told: fc.Arbitrary<unknown> }>
> = {
  version: kind(
    "version",
    ranges(versions, "up_to"),
    fc.constantFrom(...versions, "0.9", "1.2.3-alpha", "1.2.3.4", "1.5.0-a.b", "3"),
  ),
  number: kind("number", ranges(numbers, "up_to"), fc.oneof(fc.constantFrom(...numbers), fc.double({ noNaN: true }))),
  date: kind(
    "date",
    ranges(dates, "until"),
    fc.constantFrom(...dates, "2020-01-01", "2027-01-01T13:00:00Z", "2030-01-01"),
  ),
  text: kind(
    "text",
    fc.oneof(
      fc.constantFrom(...texts),
      fc
        .tuple(fc.constantFrom("a", "ab", "oth", "b"), fc.boolean())
        .map(([text, isEnd]) => ({ match: isEnd ? `*${text}` : `${text}*` })),
    ),
    fc.oneof(fc.constantFrom(...texts), fc.stringMatching(/^[abco]{0,5}$/)),
  ),
  list: kind(
    "list",
    fc.constantFrom(...tags).map((has) => ({ has })),
    fc.subarray([...tags, "d"]),
  ),
  boolean: kind("boolean", fc.boolean(), fc.boolean()),
};

function kind(type: Tested["type"], plain: fc.Arbitrary<Test>, told: fc.Arbitrary<unknown>) {
  const tests = fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 1, arbitrary: fc.constant<Test>({ untold: true }) },
    { weight: 2, arbitrary: fc.array(plain, { minLength: 1, maxLength: 2 }).map((not): Test => ({ not })) },
  );
  return {
    tested: { type, ignoreCase: false, values: undefined },
    tests,
    told: fc.option(told, { nil: undefined, freq: 8 }),
  };
}

function ranges(bounds: readonly (string | number)[], high: "up_to" | "until"): fc.Arbitrary<Test> {
  const bound = fc.constantFrom(...bounds);
  if (high === "until")
    return fc
      .record({ from: bound, until: bound }, { requiredKeys: [] })
      .filter((range) => Object.keys(range).length > 0) as fc.Arbitrary<Test>;
  const low = fc.constantFrom("from", "above", undefined);
  const top = fc.constantFrom("below", "up_to", undefined);
  const range = fc
    .tuple(low, bound, top, bound)
    .map(([from, one, below, other]) => ({ ...(from && { [from]: one }), ...(below && { [below]: other }) }));
  return fc.oneof(
    bound,
    range.filter((each) => Object.keys(each).length > 0),
  ) as fc.Arbitrary<Test>;
}

describe.each(Object.keys(kinds))("tests of a %s", (name) => {
  const { tested, tests, told } = kinds[name] as (typeof kinds)[string];
  const all = fc.array(tests, { minLength: 1, maxLength: 4 });
  const runs = { numRuns: 200 };

  it("have a point for each outcome that a value can produce", () => {
    fc.assert(
      fc.property(all, told, (each, value) => {
        const signOf = (key: Parameters<ReturnType<typeof readTests>>[0]): string =>
          each.map((test) => Number(readTests(tested, [test])(key))).join("");
        const signs = pointsOf(tested, each, Infinity).map(({ key }) => signOf(key));
        expect(signs).toContain(signOf(keyOfTold(tested, value)));
      }),
      runs,
    );
  });

  it("read the value of each point back as that point", () => {
    fc.assert(
      fc.property(all, (each) => {
        for (const { value, key } of pointsOf(tested, each, Infinity)) expectSame(keyOfTold(tested, value), key);
      }),
      runs,
    );
  });

  it("can describe any set of their points, and nothing else", () => {
    fc.assert(
      fc.property(all, fc.infiniteStream(fc.boolean()), told, (each, chosen, value) => {
        const points = pointsOf(tested, each, Infinity);
        const signOf = (key: Parameters<ReturnType<typeof readTests>>[0]): string =>
          [...plainTests(each)].map((test) => Number(readTests(tested, [test])(key))).join("");
        const signs = new Map<string, boolean>();
        for (const { key } of points)
          if (!signs.has(signOf(key))) signs.set(signOf(key), chosen.next().value as boolean);
        const included = new Set(points.filter(({ key }) => signs.get(signOf(key))));
        const said = sayPoints({ tested, points, tests: [...plainTests(each)] }, included);
        const key = keyOfTold(tested, value);
        expect(readTests(tested, said)(key)).toBe(signs.get(signOf(key)));
      }),
      runs,
    );
  });
});
