import fc from "fast-check";
import { expect, test } from "vitest";
import { ascending, positionAmong } from "../../scripts/runtime/tables/cuts.ts";

/** The position of a value is twice the number of cuts below it, plus one if it is a cut itself. */
test.each([
  ["numbers", fc.integer({ min: -5, max: 5 })],
  ["texts", fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 })],
])("%s are between cuts or on one", (_, value: fc.Arbitrary<number | string>) => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 8 }), value, (values, sought) => {
      const cuts = ascending(values);
      const below = cuts.filter((cut) => cut < sought).length;
      expect(positionAmong(cuts, sought)).toBe(2 * below + (cuts.includes(sought) ? 1 : 0));
    }),
  );
});
