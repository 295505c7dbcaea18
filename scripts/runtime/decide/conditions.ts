import { reversed } from "../declare/attributes.ts";
import { untold } from "../declare/conditions.ts";
import type { Alternative, Attribute, Condition } from "../declare/declarations.ts";
import { isDate as isDateObject } from "../declare/instant.ts";
import { type Cut, positionAmong } from "../tables/cuts.ts";
import { isDate, parseDate } from "../tables/date.ts";
import { normalizeId } from "../tables/normalize.ts";
import { versionKey } from "../tables/version.ts";
import type { Question } from "./question.ts";

/** Where a value lies among the cuts of its attribute, `untold` where there is none; of several values all places. */
export type Position = number | readonly number[];

/** Finds where what a caller tells, or the groups of a set, lie among the cuts of an attribute. */
type FindPosition = (question: Question, attribute: Attribute) => Position;

/** Whether a condition holds; `positionOf` finds where what it tests lies. */
export function meets(question: Question, { tests, from, until }: Condition, positionOf: FindPosition): boolean {
  if (question.at < from || question.at >= until) return false;
  for (let index = 0; index < tests.length; index++)
    if (!isOne(question, tests[index] as readonly Alternative[], positionOf)) return false;
  return true;
}

function isOne(question: Question, alternatives: readonly Alternative[], positionOf: FindPosition): boolean {
  for (let index = 0; index < alternatives.length; index++) {
    const { attribute, ranges, not } = alternatives[index] as Alternative;
    const position = positionOf(question, attribute);
    if (not !== undefined ? position !== untold && !isOne(question, not, positionOf) : isIn(ranges, position))
      return true;
  }
  return false;
}

/** Whether a position lies in one of some ranges, which are in their order; of several, whether one does. */
function isIn(ranges: readonly number[], position: Position): boolean {
  if (typeof position !== "number") return position.some((each) => isIn(ranges, each));
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (position < (ranges[2 * middle] as number)) high = middle;
    else if (position >= (ranges[2 * middle + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}

/** Where what a caller tells of an attribute lies; `untold` for what is of another type or form, or none of its values. */
export function toldPosition({ told }: Question, attribute: Attribute): Position {
  const value = toldValue(told.attributes, attribute.name);
  if (attribute.type !== "list") {
    const cut = readCut(attribute, value);
    return cut === undefined ? untold : positionAmong(attribute.cuts, cut);
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return untold;
  return value.map((item) => positionAmong(attribute.cuts, normalizeId(item, attribute.ignoreCase)));
}

/** What is told first of a name; undefined says nothing. */
function toldValue(told: Question["told"]["attributes"], name: string): unknown {
  if (told === undefined) return undefined;
  for (let index = 0; index < told.length; index++) {
    const record = told[index] as Readonly<Record<string, unknown>>;
    const value = record[name];
    // What every object inherits is told by nobody, and attributes may be called `constructor`.
    if (value !== undefined && !(name in Object.prototype && !Object.hasOwn(record, name))) return value;
  }
  return undefined;
}

function readCut({ type, ignoreCase, values, isBackwards }: Attribute, value: unknown): Cut | undefined {
  switch (type) {
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? Number(value) : undefined;
    case "version":
      return typeof value === "string" ? versionKey(value) : undefined;
    case "date":
      return readDate(value);
    case "text": {
      if (typeof value !== "string") return undefined;
      const text = normalizeId(value, ignoreCase);
      if (values !== undefined && !values.has(text)) return undefined;
      return isBackwards ? reversed(text) : text;
    }
    case "list":
      return undefined;
  }
}

/** Milliseconds of a Date, or of a text as files write dates. */
function readDate(value: unknown): number | undefined {
  if (typeof value === "string") return isDate(value) ? parseDate(value) : undefined;
  const instant = isDateObject(value) ? value.getTime() : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
