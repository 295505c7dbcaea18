import type { Tested } from "../attribute.ts";
import type { RangeTest, Test } from "../condition.ts";
import { formatDate, formatEnd } from "../time.ts";
import { keyOf, type Plain, readTests } from "./keys.ts";
import type { Point } from "./points.ts";

/** The values of one name that some tests tell apart, untold first. */
export interface Points {
  readonly tested: Tested;
  readonly points: readonly Point[];
  readonly tests: readonly Plain[];
}

/** Alternative tests that hold for exactly these points; all points get a test that always holds. */
export function sayPoints(all: Points, included: ReadonlySet<Point>): readonly Test[] {
  const told = all.points.filter(({ key }) => key !== undefined);
  const some = told.filter((point) => included.has(point));
  const untold = all.points.some((point) => point.key === undefined && included.has(point))
    ? [{ untold: true as const }]
    : [];
  const isClosed = all.tested.values !== undefined || all.tested.type === "boolean";
  if (!isClosed && some.length === told.length && told.length > 0 && untold.length === 0)
    return [{ not: [{ untold: true }] }];
  return [...sayTold(all, told, included), ...untold];
}

function sayTold(all: Points, told: readonly Point[], included: ReadonlySet<Point>): readonly Test[] {
  const { type, values } = all.tested;
  switch (type) {
    case "number":
    case "version":
    case "date":
      return sayRuns(all, told, included);
    case "boolean":
      return told.flatMap((point) => (included.has(point) ? [point.value as boolean] : []));
    case "text":
      if (values !== undefined) return told.flatMap((point) => (included.has(point) ? [point.value as string] : []));
      return sayCombined(all, told, included);
    case "list":
      return sayCombined(all, told, included);
  }
}

/** Of values in their order, each run as a range between those that are compared with. */
function sayRuns({ tested, tests }: Points, told: readonly Point[], included: ReadonlySet<Point>): readonly Test[] {
  const cuts = new Set(tests.flatMap((test) => boundKeys(tested, test)));
  const said: Test[] = [];
  for (let start = 0; start < told.length; start++) {
    if (!included.has(told[start] as Point)) continue;
    let end = start;
    while (end + 1 < told.length && included.has(told[end + 1] as Point)) end++;
    said.push(sayRun(tested, told, [start, end], cuts));
    start = end;
  }
  return said;
}

function sayRun(
  tested: Tested,
  told: readonly Point[],
  [start, end]: readonly [number, number],
  cuts: ReadonlySet<unknown>,
): Test {
  const [first, last] = [told[start] as Point, told[end] as Point];
  const [before, after] = [told[start - 1], told[end + 1]];
  const isCut = (point: Point): boolean => cuts.has(point.key);
  if (tested.type === "date")
    return {
      ...(before === undefined ? {} : { from: formatDate(first.key as number) }),
      ...(after === undefined ? {} : { until: formatEnd(after.key as number) }),
    };
  if (start === end && isCut(first)) return first.value as string | number;
  return {
    ...(before === undefined ? {} : isCut(first) ? { from: boundOf(first) } : { above: boundOf(before) }),
    ...(after === undefined ? {} : isCut(last) ? { up_to: boundOf(last) } : { below: boundOf(after) }),
  };
}

function boundOf({ value }: Point): string | number {
  return value as string | number;
}

function boundKeys(tested: Tested, test: Plain): readonly unknown[] {
  if (typeof test !== "object") return [keyOf(tested, test)];
  if (!("from" in test || "above" in test || "below" in test || "up_to" in test)) return [];
  const { from, above, below, up_to } = test as RangeTest;
  return [from, above, below, up_to].flatMap((bound) => (bound === undefined ? [] : [keyOf(tested, bound)]));
}

/** Whether one of some tests holds for the included points, and for no others. */
function isExact(
  tested: Tested,
  tests: readonly Test[],
  told: readonly Point[],
  included: ReadonlySet<Point>,
): boolean {
  const holds = readTests(tested, tests);
  return told.every((point) => holds(point.key) === included.has(point));
}

/**
 * Of values without order: the tests that hold for none but these, first those that are written somewhere; then what all
 * others are not; what no single test says, by what each of the rest passes and does not.
 */
function sayCombined({ tested, tests }: Points, told: readonly Point[], included: ReadonlySet<Point>): readonly Test[] {
  const all = [
    ...new Map(
      tests
        .filter((test) => typeof test !== "object" || !("untold" in test))
        .map((test) => [JSON.stringify(test), test]),
    ).values(),
  ];
  const left = new Set(told.filter((point) => included.has(point)));
  const said: Test[] = [];
  const take = (test: Test): void => {
    const holds = readTests(tested, [test]);
    const own = told.filter(({ key }) => holds(key));
    if (own.length === 0 || !own.every((point) => included.has(point)) || !own.some((point) => left.has(point))) return;
    said.push(test);
    for (const point of own) left.delete(point);
  };
  const others = all.filter((test) => {
    const holds = readTests(tested, [test]);
    const own = told.filter(({ key }) => holds(key));
    return own.length > 0 && !own.some((point) => included.has(point));
  });
  const rest: readonly Test[] = others.length > 0 ? [{ not: others }] : [];
  // What all others are not says more than one thing at once, or else goes after what is written.
  if (left.size > 1 && isExact(tested, rest, told, included)) return rest;
  for (const test of [...all, ...rest]) take(test);
  for (const point of [...left]) {
    if (!left.has(point)) continue;
    const passed = all.filter((test) => readTests(tested, [test])(point.key));
    const failed = all.filter((test) => !passed.includes(test));
    take({ all: [...passed, ...(failed.length === 0 ? [] : [{ not: failed }])] });
  }
  return said;
}
