import fc from "fast-check";
import { expect, test } from "vitest";
import { orderOf } from "../../scripts/emit/order.ts";

/** Few different units, so that many texts begin alike or are equal; some do not fit into a byte. */
const unit = fc.constantFrom("a", "b", "0", "", "-", "\0", "\xfe", "\xff", "Ā", "日", "\u{1f600}");
const few = { minLength: 0, maxLength: 40 };
const many = { minLength: 256, maxLength: 600, size: "max" } as const;

test("texts are in the order of their code units, and equal ones in the given one", () => {
  for (const length of [few, many])
    fc.assert(
      fc.property(fc.constantFrom("", "acct-"), fc.array(fc.string({ unit, maxLength: 8 }), length), (start, ends) => {
        const texts = ends.map((end) => start + end);
        const latestFirst = (a: number, b: number): number => b - a;
        const expected = [...texts.keys()].sort((a, b) => {
          const [one, other] = [texts[a] as string, texts[b] as string];
          return one < other ? -1 : one > other ? 1 : latestFirst(a, b);
        });
        expect([...orderOf(texts, latestFirst)]).toEqual(expected);
      }),
      { numRuns: 100 },
    );
});

test("texts in order, or in the opposite one, are sorted too", () => {
  const texts = Array.from({ length: 5000 }, (_, n) => `customer-${n}`.padStart(20, "0"));
  const places = [...texts.keys()];
  expect([...orderOf(texts, () => 0)]).toEqual(places);
  expect([...orderOf(texts.toReversed(), () => 0)]).toEqual(places.toReversed());
});
