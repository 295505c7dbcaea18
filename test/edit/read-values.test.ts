import { expect, test } from "vitest";
import { readValue, readValues } from "../../scripts/edit/read-values.ts";

test.each<readonly [text: string, values: object]>([
  ["small=10,large=100", { small: 10, large: 100 }],
  [" small = 10 , large = plain text ", { small: 10, large: "plain text" }],
  ['a=[1,2],b={"x":1,"y":[2,3]},c="p,q"', { a: [1, 2], b: { x: 1, y: [2, 3] }, c: "p,q" }],
  ['only={"x":1,"y":2}', { only: { x: 1, y: 2 } }],
  ["a=[1,b=2", { a: "[1", b: 2 }],
  ["a=true,b=null,c=1.50,d=", { a: true, b: null, c: 1.5, d: "" }],
  ["a=x=y", { a: "x=y" }],
  ['{ "small": 10, "large": [1, 2] }', { small: 10, large: [1, 2] }],
])("reads %s as the values of variants", (text, values) => {
  expect({ ...(readValues(text) as object) }).toEqual(values);
});

test.each([
  ["", "`--values` is empty; write `small=10,large=100`"],
  ["{ small: 10 }", "`--values` is neither JSON nor `small=10,large=100`"],
  ["small", "`small` is not of the form `variant=value`"],
  ["=1", "`=1` is not of the form `variant=value`"],
  ["a=1, =2", "` =2` is not of the form `variant=value`"],
  ["a=1,b", "`b` is not of the form `variant=value`"],
  ["a=1,a=2", "variant `a` is given twice"],
])("refuses %j", (text, why) => {
  expect(readValues(text)).toBe(why);
});

test("reads a value as JSON, or else as text", () => {
  expect(["1", "1.0", '"1"', "x", "[1", "null"].map(readValue)).toEqual([1, 1, "1", "x", "[1", null]);
});
