import type { BundleAttribute, BundleTest } from "../../runtime/shapes/bundle.ts";
import type { Draft } from "./draft.ts";
import { allOf, anyOf, contextAt, isOneOf, isText, isThere, type Logic, not } from "./logic.ts";
import { shortestDate } from "./moments.ts";

/** Whether one of some tests of an attribute holds; what is untold, or in another form, passes none. */
export function attributeMeets(
  draft: Draft,
  name: string,
  attribute: BundleAttribute,
  tests: readonly BundleTest[],
): Logic {
  const constants = tests.filter((test) => typeof test === "string");
  const others = tests.filter((test) => typeof test !== "string");
  const isPlain = attribute.type === "text";
  const isConstant = isPlain ? isOneOf(contextAt(name), constants) : false;
  return anyOf([isConstant, ...(isPlain ? others : tests).map((test) => meets(draft, name, attribute, test))]);
}

function meets(draft: Draft, name: string, attribute: BundleAttribute, test: BundleTest): Logic {
  const told = contextAt(name);
  if (typeof test === "object" && "untold" in test) return not(isTold(name, attribute));
  if (typeof test === "object" && "not" in test)
    return allOf([isTold(name, attribute), not(attributeMeets(draft, name, attribute, test.not))]);
  if (typeof test === "object" && "has" in test) return allOf([isTold(name, attribute), { in: [test.has, told] }]);
  if (typeof test === "object" && "match" in test) return matches(name, test.match);
  if (typeof test === "object") {
    const bounds = Object.entries(test).map(([bound, value]) =>
      compared(draft, told, attribute, operators[bound] ?? "", value),
    );
    // What is not a version compares with none.
    return allOf([attribute.type === "version" ? isVersionText(name) : isTold(name, attribute), ...bounds]);
  }
  if (attribute.type === "boolean") return { "===": [told, test] };
  const isForm = attribute.type === "version" ? isVersionText(name) : isTold(name, attribute);
  return allOf([isForm, compared(draft, told, attribute, "=", test)]);
}

const operators: Readonly<Record<string, string>> = { from: ">=", above: ">", below: "<", up_to: "<=" };

function compared(
  draft: Draft,
  told: Logic,
  { type }: BundleAttribute,
  operator: string,
  value: string | number | boolean,
): Logic {
  if (type === "version") return { sem_ver: [told, operator, versionOf(draft, `${value}`)] };
  const own = type === "date" ? shortestDate(`${value}`) : value;
  return { [operator === "=" ? "===" : operator]: [told, own] };
}

/** A version as in semver, which has three numbers. */
function versionOf(draft: Draft, text: string): string {
  const [, numbers = "", preRelease = ""] = /^([\d.]+)(-[^+]*)?/.exec(text) ?? [];
  const parts = numbers.split(".").map(Number);
  if ((parts[3] ?? 0) !== 0) draft.unsayable.add("a version of four numbers");
  return `${[0, 1, 2].map((index) => parts[index] ?? 0).join(".")}${preRelease}`;
}

function matches(name: string, match: string): Logic {
  const told = contextAt(name);
  return allOf([
    isText(name),
    match.startsWith("*") ? { ends_with: [told, match.slice(1)] } : { starts_with: [told, match.slice(0, -1)] },
  ]);
}

/** Whether an attribute is told, in the form of its type. */
function isTold(name: string, { type, values }: BundleAttribute): Logic {
  const told = contextAt(name);
  switch (type) {
    case "text":
      return values === undefined ? isText(name) : isOneOf(told, values);
    case "boolean":
      return anyOf([{ "===": [told, true] }, { "===": [told, false] }]);
    case "number":
      return allOf([
        isThere(name),
        { "!==": [told, true] },
        { "!==": [told, false] },
        { "!==": [{ cat: ["", told] }, told] },
      ]);
    case "version":
      // Every version is at least the first pre-release of all.
      return allOf([isVersionText(name), { sem_ver: [told, ">=", "0.0.0-0"] }]);
    case "date":
      return allOf([isText(name), { ">=": [told, "0"] }, { "<": [told, ":"] }]);
    case "list":
      // Every text contains the empty one.
      return allOf([isThere(name), not({ in: ["", told] })]);
  }
}

/** Whether an attribute may be a version: flagd would also accept one after a `v`. */
function isVersionText(name: string): Logic {
  const begins = (letter: string): Logic => ({ starts_with: [contextAt(name), letter] });
  return allOf([isText(name), not(begins("v")), not(begins("V"))]);
}
