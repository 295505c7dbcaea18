import { expect, test } from "vitest";
import { findInJson } from "../../scripts/edit/bulk/find-in-json.ts";

/** Everything in a file except the string at `a/b`; an edit of that string must not change it. */
function restOf(text: string): string {
  const found = findInJson({ path: "task.json", text }, ["a", "b"]);
  if (typeof found === "string") throw new Error(found);
  return found.rest;
}

test.each<readonly [what: string, text: string]>([
  ["another value", '{ "a": { "b": "x", "c": 2 }, "d": [1, 2] }'],
  ["another value in a list", '{ "a": { "b": "x", "c": 1 }, "d": [1, 3] }'],
  ["another key", '{ "a": { "b": "x", "e": 1 }, "d": [1, 2] }'],
  ["a key less", '{ "a": { "b": "x" }, "d": [1, 2] }'],
  ["keys in another order", '{ "d": [1, 2], "a": { "b": "x", "c": 1 } }'],
  ["a key twice", '{ "a": { "b": "x", "c": 1 }, "d": [1, 2], "d": [1, 2] }'],
  ["a text for a number", '{ "a": { "b": "x", "c": "1" }, "d": [1, 2] }'],
  ["a comment", '{ "a": { "b": "x", "c": 1 }, "d": [1, 2] } // new'],
])("notices an edit that changes more than the string: %s", (_, text) => {
  const before = '{ "a": { "b": "x", "c": 1 }, "d": [1, 2] }';
  expect(restOf(text)).not.toBe(restOf(before));
  expect(restOf(before.replace('"x"', '"y, z"'))).toBe(restOf(before));
});

test("ignores the string, and the keys around it if they hold nothing else", () => {
  expect(restOf("{}")).toBe(restOf('{ "a": { "b": "x" } }'));
  expect(restOf('{ "c": 1 }')).toBe(restOf('{\n  "c": 1,\n  "a": { "b": "x" }\n}'));
});
