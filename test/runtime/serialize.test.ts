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
