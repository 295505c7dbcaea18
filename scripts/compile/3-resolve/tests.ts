import type { Tested } from "../../model/attribute.ts";
import type { RangeTest, Test } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { keySpan, keysInOrder, valueSpan } from "../../model/document.ts";
import type { ConditionData, TestMapping } from "../../model/shapes/documents.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import type { Span } from "../../model/text/source.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { type ConstantReading, readConstant, readDate, readText } from "./constants.ts";

type TestData = ConditionData[string];

/** The tests at a place, one of which must hold; empty if nothing there is a valid test. */
export function readTests(reading: ConstantReading, container: object, key: string | number): readonly Test[] {
  const data = (container as Readonly<Record<string | number, TestData>>)[key] as TestData;
  if (Array.isArray(data)) return data.flatMap((_, index) => readTests(reading, data, index));
  if (typeof data === "object") return readMapping(reading, data, valueSpan(reading.document, container, key));
  const constant = readConstant(reading, container, key);
  if (constant === undefined) return [];
  // A date stands for its whole day.
  return reading.tested.type === "date" ? [{ from: `${constant}`, until: `${constant}` }] : [constant];
}

const lowKeys = ["from", "above"] as const;
const highKeys = ["below", "up_to", "until"] as const;
const rangeKeys: ReadonlySet<string> = new Set([...lowKeys, ...highKeys]);

function readMapping(reading: ConstantReading, data: TestMapping, span: Span): readonly Test[] {
  const { document, tested } = reading;
  const keys = keysInOrder(document, data);
  const kindOf = (key: string): string => (rangeKeys.has(key) ? "a range" : key);
  const second = keys.find((key) => kindOf(key) !== kindOf(keys[0] as string));
  if (second !== undefined) {
    const message = `\`${keys[0]}\` and \`${second}\` are two kinds of test`;
    const hint = "write one test in a mapping; in a list of several, one must hold";
    return misfit(reading, "schema/conflicting-keys", keySpan(document, data, second), message, hint);
  }
  if (data.untold !== undefined) return [{ untold: true }];
  if (data.not !== undefined) return readNot(reading, data);
  if (data.has !== undefined) return tested.type === "list" ? readHas(reading, data) : noSuchTest(reading, span);
  if (data.match !== undefined) return readMatch(reading, data, span);
  return readRange(reading, data, span);
}

function readNot(reading: ConstantReading, data: TestMapping): readonly Test[] {
  const count = reading.misfits.length;
  const not = readTests(reading, data, "not");
  return reading.misfits.length > count ? [] : [{ not }];
}

function readHas(reading: ConstantReading, data: TestMapping): readonly Test[] {
  const { has = [] } = data;
  const places = Array.isArray(has) ? has.map((_, index) => [has, index] as const) : [[data, "has"] as const];
  return places.flatMap(([container, key]) => {
    const text = readText(reading, container, key);
    return text === undefined ? [] : [{ has: text }];
  });
}

/** One `*`, and text before or after it. */
const matchShape = /^(?:\*[^*]+|[^*]+\*)$/u;

function readMatch(reading: ConstantReading, data: TestMapping, span: Span): readonly Test[] {
  const { type, values, ignoreCase } = reading.tested;
  if (type !== "text" || values !== undefined) return noSuchTest(reading, span);
  const match = data.match as string;
  if (matchShape.test(match)) return [{ match: normalizeId(match, ignoreCase) }];
  const place = valueSpan(reading.document, data, "match");
  const hint = "write a text with one `*`, at its beginning or its end, such as `*@acme.com`";
  return misfit(reading, "schema/wrong-value", place, `\`${ellipsis(match)}\` is not a pattern of texts`, hint);
}

function readRange(reading: ConstantReading, data: TestMapping, span: Span): readonly Test[] {
  const { document, tested, name } = reading;
  const { type } = tested;
  if (type !== "number" && type !== "version" && type !== "date") return noSuchTest(reading, span);
  const known = type === "date" ? new Set(["from", "until"]) : new Set(["from", "above", "below", "up_to"]);
  const keys = keysInOrder(document, data);
  const other = keys.find((key) => !known.has(key));
  if (other !== undefined) {
    const hint = `${nounOf(type)}s are tested with ${[...known].map((key) => `\`${key}\``).join(", ")}`;
    const message = `\`${other}\` is not a test of \`${name}\`, which is a ${nounOf(type)}`;
    return misfit(reading, "schema/wrong-type", keySpan(document, data, other), message, hint);
  }
  for (const side of [lowKeys, highKeys]) {
    const [first, second] = keys.filter((key) => side.some((each) => each === key));
    if (second === undefined) continue;
    const message = `\`${first}\` and \`${second}\` bound the same side`;
    return misfit(reading, "schema/conflicting-keys", keySpan(document, data, second), message, "keep one of them");
  }
  const range: Record<string, unknown> = {};
  for (const key of keys) {
    const bound = type === "date" ? readDate(reading, data, key) : readConstant(reading, data, key);
    if (bound === undefined) return [];
    range[key] = bound;
  }
  return [range as RangeTest];
}

const tests: Readonly<Record<Tested["type"], string>> = {
  text: "values, `match`",
  number: "values, `from`, `above`, `below`, `up_to`",
  version: "values, `from`, `above`, `below`, `up_to`",
  date: "days, `from`, `until`",
  boolean: "`true`, `false`",
  list: "`has`",
};

function noSuchTest(reading: ConstantReading, span: Span): readonly [] {
  const { name, tested } = reading;
  const what = tested.values === undefined ? nounOf(tested.type) : "closed list";
  const known = tested.values === undefined || tested.type === "list" ? tests[tested.type] : "values";
  const hint = `it takes ${known}, \`not\` and \`untold\``;
  return misfit(reading, "schema/wrong-type", span, `\`${name}\` is a ${what}, which has no such test`, hint);
}

function nounOf(type: Tested["type"]): string {
  return type === "list" ? "list of texts" : type;
}

function misfit(
  reading: ConstantReading,
  code: Diagnostic["code"],
  span: Span,
  message: string,
  hint: string,
): readonly [] {
  reading.misfits.push(diagnostic(code, span, message, { hint }));
  return [];
}
