import { expect, test } from "vitest";
import { serialize } from "../../scripts/runtime/bin/serialize.ts";

test("a bundle is written like other JSON with an indentation of one, at any depth", () => {
  let nested: object = { none: [], some: ["a", 'b "c"', "\u00e9\ud800"], two: [[], ["d", 1, "e"]] };
  for (let depth = 0; depth < 16; depth++) {
    expect(serialize(nested)).toBe(`${JSON.stringify(nested, undefined, 1)}\n`);
    nested = { nested };
  }
});

test("a bundle is written with sorted keys, and an item of single values on one line", () => {
  expect(serialize({ b: undefined, c: 1, a: [{ z: "x", y: true, x: undefined }, { w: {} }] })).toBe(
    '{\n "a": [\n  { "y": true, "z": "x" },\n  {\n   "w": {}\n  }\n ],\n "c": 1\n}\n',
  );
});

test("what would show a bundle in another order is escaped, and nothing else", () => {
  const text = serialize({ "\u202ekey": ["\u2066a\u2069", "\u2028"], other: "\u200f\u00e9\u{1f680}" });
  expect(text).toBe(
    '{\n "other": "\u200f\u00e9\u{1f680}",\n "\\u202ekey": [\n  "\\u2066a\\u2069",\n  "\\u2028"\n ]\n}\n',
  );
});
