import { expect, test } from "vitest";
import { linearPattern } from "../../scripts/compile/linear-pattern.ts";

/** The processor time of a call, in milliseconds. */
function timeOf(act: () => void): number {
  const start = process.cpuUsage();
  act();
  return process.cpuUsage(start).user / 1000;
}

test.each(["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^a*a*a*a*a*$", "(a+)+b", "^([a-z]+)*$", "^(.*)*(.*)*$", "[a-z]+$"])(
  "matches %s in time linear in the text",
  (source) => {
    const { test: isLike } = linearPattern(source);
    expect(timeOf(() => isLike(`${"a".repeat(2_000)}!`))).toBeLessThan(2_000);
  },
);

test.each([
  ["^[a-z0-9-]+$", "acme-1", "Acme"],
  ["^[a-z]+(-[a-z]+)*$", "a-b-c", "a--b"],
  ["^\\p{L}+$", "Ærø", "a1"],
  ["^\\u0041{2,3}$", "AA", "A"],
  ["^(?:cus|org)_\\w{4,}$", "cus_1234", "usr_1234"],
  ["^\\d{3}-\\d+$", "123-4", "12-4"],
  ["acme", "my-acme-1", "my-corp"],
  ["^[^/\\s]+$", "a.b", "a b"],
  ["^(?<kind>a|b)$", "b", "c"],
])("matches %s as JavaScript does", (source, like, unlike) => {
  const { source: written, test: isLike } = linearPattern(source);
  expect(written).toBe(source);
  for (const text of [like, unlike, `${like}\n`, ""]) expect(isLike(text)).toBe(new RegExp(source, "u").test(text));
  expect([isLike(like), isLike(unlike)]).toEqual([true, false]);
});

test.each(["^(?!test)", "(a)\\1", "(?<=a)b", "[a", "\\-", "^a{1,5000}$"])("refuses %s", (source) => {
  expect(() => linearPattern(source)).toThrow();
});
