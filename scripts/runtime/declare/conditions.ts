import type { BundleTest, BundleWhere } from "../shapes/bundle.ts";
import { positionAmong } from "../tables/cuts.ts";
import { type Attributes, cutOf, partOf, successorOf } from "./attributes.ts";
import type { Alternative, Attribute, Condition } from "./declarations.ts";
import { readWindow, type Window } from "./instant.ts";

/** A condition with its tests as ranges of positions. */
export function declareCondition(attributes: Attributes, where: BundleWhere, window: Window = {}): Condition {
  return {
    tests: Object.keys(where)
      .sort()
      .sort((one, other) => mustBeRead(attributes, one) - mustBeRead(attributes, other))
      .map((name) => alternativesOf(attributes, name, where[name] ?? [])),
    ...readWindow(window),
  };
}

/** What a text must be read for is tested last: most conditions that do not hold fail before. */
function mustBeRead({ byName }: Attributes, name: string): number {
  const { type } = byName.get(name) as Attribute;
  return type === "version" || type === "date" ? 1 : 0;
}

/** The position of what is untold. */
export const untold = -1;

function alternativesOf(attributes: Attributes, name: string, tests: readonly BundleTest[]): readonly Alternative[] {
  const attribute = attributes.byName.get(name) as Attribute;
  const backwards = attributes.backwards.get(name);
  const ranges: [number, number][] = [];
  const ends: [number, number][] = [];
  const negated: Alternative[] = [];
  for (const test of tests) {
    if (typeof test === "object" && "match" in test) {
      const { text, isEnd } = partOf(test.match);
      const [end] = successorOf(text) ?? [];
      const { cuts } = isEnd ? (backwards as Attribute) : attribute;
      const last = end === undefined ? Infinity : positionAmong(cuts, end);
      (isEnd ? ends : ranges).push([positionAmong(cuts, text), last]);
    } else if (typeof test === "object" && "not" in test)
      negated.push({ attribute, ranges: [], not: alternativesOf(attributes, name, test.not) });
    else ranges.push(rangeOf(attribute, test));
  }
  return [
    ...(ranges.length === 0 ? [] : [{ attribute, ranges: merged(ranges), not: undefined }]),
    ...(ends.length === 0 ? [] : [{ attribute: backwards as Attribute, ranges: merged(ends), not: undefined }]),
    ...negated,
  ];
}

/** From the first position at which a test holds to the first one after. */
function rangeOf(
  attribute: Attribute,
  test: Exclude<BundleTest, { match: string } | { not: unknown }>,
): [number, number] {
  const { cuts } = attribute;
  const at = (value: string | number | boolean): number => positionAmong(cuts, cutOf(attribute, value));
  if (typeof test !== "object") return [at(test), at(test) + 1];
  if ("untold" in test) return [untold, untold + 1];
  if ("has" in test) return [at(test.has), at(test.has) + 1];
  const { from, above, below, up_to } = test;
  const first = from !== undefined ? at(from) : above !== undefined ? at(above) + 1 : 0;
  const last = below !== undefined ? at(below) : up_to !== undefined ? at(up_to) + 1 : Infinity;
  return [first, last];
}

/** Sorted ranges, none empty, and none adjoining the next. */
function merged(ranges: readonly [number, number][]): readonly number[] {
  const flat: number[] = [];
  for (const [first, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (first >= end) continue;
    const last = flat.length - 1;
    if (last >= 0 && first <= (flat[last] as number)) flat[last] = Math.max(flat[last] as number, end);
    else flat.push(first, end);
  }
  return flat;
}
