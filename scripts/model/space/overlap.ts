import type { Tested } from "../attribute.ts";
import type { Condition, RangeTest, Test } from "../condition.ts";
import type { Model } from "../model.ts";
import { findTested } from "../model-queries.ts";
import { boundsOf, keyOf, readTests } from "./keys.ts";
import { isRange, type Point, pointsOf } from "./points.ts";
import { testedOf } from "./tested.ts";

/** Whether two conditions may hold of the same customer and request, their windows and who is in which group aside. */
export type MayMeet = (one: Tests, other: Tests) => boolean;

type Tests = Pick<Condition, "tests">;

/** A name with more values than this is not compared, so conditions on it may meet. */
const mostPoints = 8_192;

/**
 * Compares some conditions as boxes: each name that they test is cut into the values that any of them tells apart, and
 * each condition has some of these.
 */
export function overlapFinder(model: Model, conditions: readonly Tests[]): MayMeet {
  const tests = new Map<string, Test[]>();
  for (const condition of conditions)
    for (const [name, own] of condition.tests) {
      const known = tests.get(name);
      if (known === undefined) tests.set(name, [...own]);
      else known.push(...own);
    }
  const axes = new Map([...tests].flatMap(([name, all]) => axisOf(model, name, all)));
  const boxes = new Map<Tests, Box>();
  function boxOf(condition: Tests): Box {
    const known = boxes.get(condition);
    if (known !== undefined) return known;
    const box = [...condition.tests].flatMap(([name, own]): Box => {
      const axis = axes.get(name);
      return axis === undefined ? [] : [{ name, mask: maskOf(axis, own) }];
    });
    boxes.set(condition, box);
    return box;
  }
  // Many are compared with one in turn.
  let last: Tests | undefined;
  let lastBox: Box = [];
  return (one, other) => {
    if (other !== last) lastBox = boxOf(other);
    last = other;
    return haveCommonPoint(boxOf(one), lastBox);
  };
}

function haveCommonPoint(one: Box, other: Box): boolean {
  for (const side of one)
    for (const { name, mask } of other) if (name === side.name && !haveCommon(side.mask, mask)) return false;
  return true;
}

/** Which of the points of each name that it tests a condition has. */
type Box = readonly { readonly name: string; readonly mask: Mask }[];

/** Points, a bit each; all are in the words from `first` up to `end`. */
interface Mask {
  readonly words: Uint32Array;
  readonly first: number;
  readonly end: number;
}

/** The values of one name, untold first, then ordered by key, and the position of each. */
interface Axis {
  readonly tested: Tested;
  readonly points: readonly Point[];
  readonly places: ReadonlyMap<Point["key"], number>;
}

function axisOf(model: Model, name: string, tests: readonly Test[]): readonly (readonly [string, Axis])[] {
  const found = findTested(model, name);
  if (found === undefined) return [];
  const tested = testedOf(found);
  // Who is in no group of a set is known to be in none.
  const none: readonly Point[] = found.kind === "groups" ? [{ value: undefined, key: "" }] : [];
  const points = [...pointsOf(tested, tests), ...none];
  if (points.length > mostPoints) return [];
  return [[name, { tested, points, places: new Map(points.map(({ key }, index) => [key, index])) }]];
}

function maskOf(axis: Axis, tests: readonly Test[]): Mask {
  const { tested, points, places } = axis;
  const mask = new Uint32Array(Math.ceil(points.length / 32));
  const add = (index: number): void => {
    mask[index >>> 5] = (mask[index >>> 5] as number) | (1 << (index & 31));
  };
  for (const test of tests) {
    // What is usual needs no look at every value.
    const place = typeof test === "object" ? undefined : places.get(keyOf(tested, test));
    if (place !== undefined) add(place);
    else if (typeof test === "object" && isRange(test)) for (const index of rangeOf(axis, test)) add(index);
    else {
      const holds = readTests(tested, [test]);
      for (const [index, { key }] of points.entries()) if (holds(key)) add(index);
    }
  }
  return {
    words: mask,
    first: Math.max(
      0,
      mask.findIndex((word) => word !== 0),
    ),
    end: mask.findLastIndex((word) => word !== 0) + 1,
  };
}

/** The places of the values in a range: a run of them, from a bound that is one of them. */
function* rangeOf({ tested, points, places }: Axis, test: RangeTest): Generator<number> {
  const { least, isAfter, most, isBefore } = boundsOf(tested, test);
  const start = points[0]?.key === undefined ? 1 : 0;
  const from = places.get(least);
  const to = places.get(most);
  const first = least === undefined || from === undefined ? start : from + Number(isAfter);
  const end = most === undefined || to === undefined ? points.length : to + Number(!isBefore);
  for (let index = first; index < end; index++) yield index;
}

function haveCommon(one: Mask, other: Mask): boolean {
  const end = Math.min(one.end, other.end);
  for (let index = Math.max(one.first, other.first); index < end; index++)
    if (((one.words[index] as number) & (other.words[index] as number)) !== 0) return true;
  return false;
}
