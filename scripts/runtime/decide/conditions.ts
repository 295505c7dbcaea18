import { reversed } from "../declare/attributes.ts";
import { untold } from "../declare/conditions.ts";
import type { Alternative, Attribute, Condition } from "../declare/declarations.ts";
import { isDate as isDateObject } from "../declare/instant.ts";
import { type Cut, positionAmong } from "../tables/cuts.ts";
import { isDate, parseDate } from "../tables/date.ts";
import { normalizeId } from "../tables/normalize.ts";
import { versionKey } from "../tables/version.ts";
import type { Question } from "./question.ts";

/** Where a value is among the cuts of its attribute, `untold` if there is none; for several values all positions. */
export type Position = number | readonly number[];

/** Finds the position of what a caller tells, or of the groups of a set, among the cuts of an attribute. */
type FindPosition = (question: Question, attribute: Attribute) => Position;

/** Whether a condition holds; `positionOf` finds the position of what it tests. */
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
    if (not === undefined ? isIn(ranges, position) : position !== untold && !isOne(question, not, positionOf))
      return true;
  }
  return false;
}

/** Whether a position is in one of some sorted ranges; with several positions, whether one is. */
function isIn(ranges: readonly number[], position: Position): boolean {
  if (typeof position !== "number") return position.some((each) => isIn(ranges, each));
  // Most tests have one range; short functions are compiled into those that call them.
  if (ranges.length === 2) return position >= (ranges[0] as number) && position < (ranges[1] as number);
  return isInSome(ranges, position);
}

function isInSome(ranges: readonly number[], position: number): boolean {
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

/**
 * The position of what a caller tells about an attribute; `untold` for another type or form, or for a value that it
 * cannot have.
 */
export function toldPosition({ told }: Question, attribute: Attribute): Position {
  const value = toldValue(told, attribute.name);
  if (value === undefined) return untold;
  if (attribute.type === "list") return toldPositions(attribute, value);
  return typeof value === "string" ? textPosition(attribute, value) : positionOf(attribute, value);
}

function positionOf(attribute: Attribute, value: unknown): number {
  const cut = readCut(attribute, value);
  return cut === undefined ? untold : positionAmong(attribute.cuts, cut);
}

function toldPositions({ cuts, ignoreCase }: Attribute, value: unknown): Position {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return untold;
  return value.map((item) => positionAmong(cuts, normalizeId(item, ignoreCase)));
}

/** So many texts are remembered of an attribute, none longer than so many units; services tell few again and again. */
const [mostKnown, longestKnown] = [500, 64];

/** The position of a told text of an attribute that is no list; the last text is remembered by itself. */
export function textPosition(attribute: Attribute, text: string): number {
  return text === attribute.lastText ? attribute.lastPosition : knownPosition(attribute, text);
}

function knownPosition(attribute: Attribute, text: string): number {
  const { known } = attribute;
  const before = known.get(text);
  const position = before ?? positionOf(attribute, text);
  if (text.length > longestKnown) return position;
  if (before === undefined) {
    if (known.size >= mostKnown) known.clear();
    known.set(text, position);
  }
  attribute.lastText = text;
  attribute.lastPosition = position;
  return position;
}

/** The told value of a name; undefined means untold. */
function toldValue({ attributes, standing }: Question["told"], name: string): unknown {
  const value = valueIn(attributes, name);
  return value === undefined && standing !== undefined ? valueIn(standing, name) : value;
}

/** Functions and the prototype are inherited by every object, so they never count as told. */
function valueIn(record: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  const value = record?.[name];
  return typeof value === "function" || value === Object.prototype ? undefined : value;
}

function readCut({ type, ignoreCase, values, isBackwards }: Attribute, value: unknown): Cut | undefined {
  switch (type) {
    case "number":
      return Number.isFinite(value) ? (value as number) : undefined;
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

/** Milliseconds of a Date, or of a text in the form of dates in files. */
function readDate(value: unknown): number | undefined {
  if (typeof value === "string") return isDate(value) ? parseDate(value) : undefined;
  const instant = isDateObject(value) ? value.getTime() : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
