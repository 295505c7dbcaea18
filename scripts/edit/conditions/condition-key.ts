import type { Model } from "../../model/model.ts";
import { findTested } from "../../model/model-queries.ts";
import { testedOf } from "../../model/space/tested.ts";
import { compareText } from "../../model/text/words.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { versionKey } from "../../runtime/tables/version.ts";

/** A text that two conditions have in common if they are the same, however they are written. */
export function conditionKey(model: Model, condition: object): string {
  const tests = Object.entries(condition).map(([name, test]) => {
    const found = findTested(model, name);
    const { type, ignoreCase } = found === undefined ? { type: "text", ignoreCase: false } : testedOf(found);
    const constant = (value: unknown): string =>
      type === "version" ? (versionKey(`${value}`) ?? `${value}`) : normalizeId(`${value}`, ignoreCase);
    return `${name}: ${keyOfTests(test, constant)}`;
  });
  return JSON.stringify(tests.sort(compareText));
}

/** Tests of which one must hold, in an order of their own. */
function keyOfTests(data: unknown, constant: (value: unknown) => string): string {
  return JSON.stringify([...new Set(testsIn(data, constant))].sort(compareText));
}

function testsIn(data: unknown, constant: (value: unknown) => string): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((test) => testsIn(test, constant));
  if (typeof data !== "object" || data === null) return [JSON.stringify(constant(data))];
  const { has, not, ...others } = data as Readonly<Record<string, unknown>>;
  if (not !== undefined) return [`not ${keyOfTests(not, constant)}`];
  if (has !== undefined) return [has].flat().map((text) => `has ${JSON.stringify(constant(text))}`);
  const bounds = Object.entries(others).map(([key, bound]) => `${key} ${JSON.stringify(constant(bound))}`);
  return [bounds.sort(compareText).join(", ")];
}
