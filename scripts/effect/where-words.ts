import type { Test } from "../model/condition.ts";
import type { Where } from "../model/space/box.ts";

/** A report names at most this many values; of more, the number is given. */
const inReport = 10;

/** The callers in a part of the space, as it follows `everyone`: ` with plan free or pro, tier untold`. */
export function whereWords(where: Where | undefined, show: (text: string) => string, mostValues = inReport): string {
  const all = Object.entries(where ?? {}).map(([name, tests]) => `${show(name)} ${eitherOf(tests, show, mostValues)}`);
  return all.length === 0 ? "" : ` with ${all.join(", ")}`;
}

function eitherOf(tests: readonly Test[], show: (text: string) => string, most: number): string {
  const shown = tests.slice(0, most).map((test) => testWords(test, show, most));
  if (tests.length > most) return `${shown.join(", ")} or ${tests.length - most} more`;
  const [last, ...others] = shown.toReversed();
  return others.length === 0 ? (last ?? "") : `${others.toReversed().join(", ")} or ${last}`;
}

/** A test as words: `free`, `from 7.190.0 below 8`, `not de`, `untold`. */
function testWords(test: Test, show: (text: string) => string, most: number): string {
  if (typeof test !== "object") return show(test === "" ? '""' : `${test}`);
  if ("untold" in test) return "untold";
  if ("not" in test) {
    if (test.not.some(isUntold)) return "told";
    const others = eitherOf(test.not, show, most);
    return test.not.length > 1 ? `not (${others})` : `not ${others}`;
  }
  if ("all" in test) return test.all.map((each) => testWords(each, show, most)).join(" and ");
  if ("match" in test) return `like ${show(test.match)}`;
  return Object.entries(test)
    .map(([key, value]) => `${key.replace("_", " ")} ${show(`${value}`)}`)
    .join(" ");
}

function isUntold(test: Test): boolean {
  return typeof test === "object" && "untold" in test;
}
