import type { Tested } from "../attribute.ts";
import type { Condition, Test } from "../condition.ts";
import { groupBy } from "../group-by.ts";
import type { Attribute, Decision, GroupSet, Model } from "../model.ts";
import {
  conditionsIn,
  conditionsOf,
  findTested,
  groupsNamedBy,
  setOf,
  setsOf,
  setsTestedBy,
} from "../model-queries.ts";
import { withRequired } from "../required-flags.ts";
import { compareText } from "../text/words.ts";
import type { Dimension } from "./atoms.ts";
import { keyOfTold, type Plain, plainTests, readTests } from "./keys.ts";
import { type Point, pointsOf } from "./points.ts";
import { type Points, sayPoints } from "./say-points.ts";
import { testedOf } from "./tested.ts";

/** Finds what callers tell that answers of a decision may depend on, on either side. */
type FindDimensions = (one: Decision | undefined, other: Decision | undefined) => readonly Dimension[];

/**
 * Finds the dimensions of decisions of two models: the attributes and told sets that a decision, or anything it requires,
 * names on either side, also through the sets that it names.
 */
export function dimensionFinder(before: Model | undefined, after: Model | undefined): FindDimensions {
  const models = [before, after] as const;
  if (!models.some((model) => model !== undefined && hasAnything(model))) return () => [];
  return (one, other) => {
    const pairs = withRequired(before, after, [one, other]);
    const found = models.map((model, side) =>
      model === undefined
        ? new Map<string, Test[]>()
        : testsOf(
            model,
            pairs.flatMap((pair) => pair[side] ?? []),
          ),
    );
    return dimensionsOf(models, found);
  };
}

/** The dimensions of a group set of two models: what its conditions test, and for a told set some of its groups. */
export function dimensionsOfSet(
  before: Model | undefined,
  after: Model | undefined,
  name: string,
  groups: readonly string[],
): readonly Dimension[] {
  const models = [before, after] as const;
  const found = models.map((model) => {
    const set = model?.sets.get(name);
    const tests = new Map<string, Test[]>();
    if (model === undefined || set === undefined) return tests;
    if (set.told)
      tests.set(
        name,
        groups.filter((group) => set.groups.has(group)),
      );
    const conditions = conditionsIn(set);
    addConditions(model, tests, [...conditions, ...setsTestedBy(model, conditions).flatMap(conditionsIn)]);
    return tests;
  });
  return dimensionsOf(models, found, new Map([[name, groups]]));
}

function hasAnything({ attributes, sets }: Model): boolean {
  return attributes.size > 0 || [...sets.values()].some(({ told }) => told);
}

/** All tests that some decisions of a model make, by the names of attributes and told sets. */
function testsOf(model: Model, decisions: readonly Decision[]): Map<string, Test[]> {
  const tests = new Map<string, Test[]>();
  const named = decisions.flatMap(groupsNamedBy).map(({ group }) => group);
  for (const group of named) {
    const set = model.sets.get(setOf(group));
    if (set?.told) add(tests, set.name, [group.slice(group.indexOf("/") + 1)]);
  }
  const sets = decisions.flatMap((decision) => setsOf(model, decision));
  addConditions(model, tests, [...decisions.flatMap(conditionsOf), ...[...new Set(sets)].flatMap(conditionsIn)]);
  return tests;
}

/** Adds the tests of attributes and told sets in some conditions. */
function addConditions(model: Model, tests: Map<string, Test[]>, conditions: readonly Condition[]): void {
  for (const condition of conditions)
    for (const [name, own] of condition.tests) {
      const set = model.sets.get(name);
      if (set === undefined || set.told) add(tests, name, own);
    }
}

function add(tests: Map<string, Test[]>, name: string, own: readonly Test[]): void {
  const known = tests.get(name);
  if (known === undefined) tests.set(name, [...own]);
  else known.push(...own);
}

/** What one side says of a name. */
interface Side {
  readonly tested: Tested;
  readonly points: readonly Point[];
  readonly plain: readonly Plain[];
  readonly holds: readonly ((told: Point["key"]) => boolean)[];
}

function dimensionsOf(
  models: readonly [Model | undefined, Model | undefined],
  found: readonly ReadonlyMap<string, readonly Test[]>[],
  only: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly Dimension[] {
  const names = [...new Set(found.flatMap((tests) => [...tests.keys()]))].sort(compareText);
  return names.flatMap((name) => {
    const sides = models.map((model, index) => {
      const own = model && findTested(model, name);
      return own === undefined
        ? undefined
        : sideOf(
            own,
            found.map((tests) => tests.get(name) ?? []),
            index,
          );
    });
    return sides.every((side) => side === undefined) ? [] : [dimensionOf(name, sides, only.get(name))];
  });
}

/** More texts of a list make more cells than are compared. */
const mostTexts = 14;

/** One side's view of the values that either side distinguishes; each uses its own tests. */
function sideOf(found: Attribute | GroupSet, tests: readonly (readonly Test[])[], index: number): Side {
  const tested = testedOf(found);
  const own = [...new Map([...plainTests(tests[index] ?? [])].map((test) => [JSON.stringify(test), test])).values()];
  const fitting = tests.flat();
  return {
    tested,
    points: pointsOf(tested, tested.type === "list" ? limited(fitting) : fitting, Infinity),
    plain: own,
    holds: own.map((test) => readTests(tested, [test])),
  };
}

function limited(tests: readonly Test[]): readonly Test[] {
  return [...new Map([...plainTests(tests)].map((test) => [JSON.stringify(test), test])).values()].slice(0, mostTexts);
}

function dimensionOf(
  name: string,
  sides: readonly (Side | undefined)[],
  only: readonly string[] | undefined,
): Dimension {
  const values = new Map<string, Point["value"]>();
  for (const side of sides)
    for (const { value } of side?.points ?? [])
      if (value === undefined || only === undefined || only.includes(value as string))
        values.set(JSON.stringify(value ?? null), value);
  const atoms = groupBy(values.values(), (value) => JSON.stringify(sides.map((side) => signOf(side, value))));
  const all = [...atoms.values()];
  const tested = speakerOf(sides.flatMap((side) => side?.tested ?? []));
  const points = [...values.values()].map((value): Point => ({ value, key: keyOfTold(tested, value) }));
  // What one side takes only while it is of another type.
  const isOther = ({ value, key }: Point): boolean => key === undefined && value !== undefined;
  // The values of a list that only one side closes are told apart from all others.
  const listed = tested.values === undefined ? sides.flatMap((side) => side?.tested.values ?? []) : [];
  const plain = [...sides.flatMap((side) => side?.plain ?? []), ...listed];
  const space: Points = { tested, points: inOrder(points.filter((point) => !isOther(point))), tests: plain };
  return {
    name,
    atoms: all.map(([asked]) => ({ asked })),
    say: (numbers) => {
      const said = new Set(numbers.flatMap((number) => all[number] ?? []));
      const included = points.filter(({ value }) => said.has(value));
      const others = included.filter(isOther).map(({ value }) => [value].flat()[0] as Test);
      return [...others, ...sayPoints(space, new Set(included))];
    },
  };
}

/** How the values of both sides are read: as the later one reads them, and all of a closed list. */
function speakerOf(all: readonly Tested[]): Tested {
  const last = all.at(-1) as Tested;
  const lists = all.map(({ values }) => values);
  const isClosed = lists.every((values) => values !== undefined);
  return { ...last, values: isClosed ? [...new Set(lists.flatMap((values) => values ?? []))] : undefined };
}

function signOf(side: Side | undefined, value: Point["value"]): readonly boolean[] {
  if (side === undefined) return [];
  const key = keyOfTold(side.tested, value);
  return [key !== undefined, ...side.holds.map((holds) => holds(key))];
}

/** Untold first, then in the order of their keys. */
function inOrder(points: readonly Point[]): readonly Point[] {
  return points.toSorted(({ key: one }, { key: other }) => {
    if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
    return one < other ? -1 : one > other ? 1 : 0;
  });
}
