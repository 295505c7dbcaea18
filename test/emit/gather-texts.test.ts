import { expect, test } from "vitest";
import { gatherTexts, hasLongList } from "../../scripts/emit/gather-texts.ts";

const many = (make: (n: number) => unknown): unknown[] => Array.from({ length: 10_000 }, (_, n) => make(n));
const entry = { id: "acme", until: "2030-01-01" };

test.each<[string, object, boolean]>([
  ["nothing", {}, false],
  [
    "a short list",
    { flags: { a: { description: "An é, a \ud83d\ude80 and half of one: \ud800", listed: ["acme"] } } },
    false,
  ],
  [
    "a long list",
    { flags: { a: { description: "Half of one: \udc00", listed: many((n) => `id-${n}-\ud800`) } } },
    true,
  ],
  ["a long list below lists", { listed: [{ value: true, entries: many((n) => `${n}`) }, { entries: [entry] }] }, true],
  ["entries with dates", { listed: many((n) => (n % 5000 === 0 ? entry : `id-${n}`)) }, true],
  ["other values", { retired: null, share: 12.5, paused: false, nothing: undefined, members: many(() => "x") }, true],
])("texts are the same afterwards: %s", (_, content, isLong) => {
  const before = structuredClone(content);
  expect(hasLongList(content)).toBe(isLong);
  gatherTexts(content);
  expect(content).toStrictEqual(before);
});

test("entries with dates are not copied", () => {
  const content = { listed: many(() => entry) };
  gatherTexts(content);
  expect(content.listed.every((each) => each === entry)).toBe(true);
});
