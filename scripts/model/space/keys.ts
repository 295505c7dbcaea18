import { normalizeId } from "../../runtime/tables/normalize.ts";
import { versionKey } from "../../runtime/tables/version.ts";
import type { Tested } from "../attribute.ts";
import type { Constant, RangeTest, Test } from "../condition.ts";
import { endOf, instantOf, isDate, startOf } from "../time.ts";

/** What one value is compared by: a number, or a text in the order of its code units. */
export type Key = number | string | boolean;

/** A told value as it is compared; for a list, the keys of its texts; undefined means untold. */
export type ToldKey = Key | readonly string[] | undefined;

/** The key of a constant, or of one text of a list. */
export function keyOf({ type, ignoreCase }: Tested, constant: Constant): Key {
  if (typeof constant !== "string") return constant;
  if (type === "version") return versionKey(constant) ?? "";
  return type === "date" ? instantOf(constant) : normalizeId(constant, ignoreCase);
}

/** The key of a value from a caller; undefined if it has another type or form, or is not an allowed value. */
export function keyOfTold(tested: Tested, value: unknown): ToldKey {
  const { type, values } = tested;
  if (type === "list") {
    if (!Array.isArray(value) || !value.every((text) => typeof text === "string")) return undefined;
    return value.map((text) => keyOf(tested, text) as string);
  }
  if (type === "number") return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  if (type === "boolean") return typeof value === "boolean" ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (type === "version") return versionKey(value);
  if (type === "date") return isDate(value) ? instantOf(value) : undefined;
  const key = keyOf(tested, value);
  return values === undefined || values.includes(key as string) ? key : undefined;
}

/** Alternative tests as a function of the told value. */
export function readTests(tested: Tested, tests: readonly Test[]): (told: ToldKey) => boolean {
  const [first, ...others] = tests.map((test) => readTest(tested, test));
  if (first === undefined) return () => false;
  return others.length === 0 ? first : (told) => first(told) || others.some((holds) => holds(told));
}

function readTest(tested: Tested, test: Test): (told: ToldKey) => boolean {
  if (typeof test !== "object") {
    const key = keyOf(tested, test);
    return (told) => told === key;
  }
  if ("untold" in test) return (told) => told === undefined;
  if ("not" in test) {
    const holds = readTests(tested, test.not);
    return (told) => told !== undefined && !holds(told);
  }
  if ("all" in test) {
    const holds = test.all.map((each) => readTest(tested, each));
    return (told) => told !== undefined && holds.every((each) => each(told));
  }
  if ("has" in test) {
    const key = keyOf(tested, test.has);
    return (told) => Array.isArray(told) && told.includes(key);
  }
  if ("match" in test) {
    const [start = "", end = ""] = test.match.split("*");
    return (told) => typeof told === "string" && told.startsWith(start) && told.endsWith(end);
  }
  const { least, isAfter, most, isBefore } = boundsOf(tested, test);
  return (told) => {
    if (told === undefined) return false;
    const key = told as Key;
    return (
      (least === undefined || (isAfter ? key > least : key >= least)) &&
      (most === undefined || (isBefore ? key < most : key <= most))
    );
  };
}

/** The bounds of a range, and whether they lie outside it. */
interface Bounds {
  readonly least: Key | undefined;
  readonly isAfter: boolean;
  readonly most: Key | undefined;
  readonly isBefore: boolean;
}

/** The keys between which the values of a range lie; a day counts from its beginning, or until its end. */
export function boundsOf(tested: Tested, { from, above, below, up_to, until }: RangeTest): Bounds {
  const read = (bound: string | number | undefined): Key | undefined =>
    bound === undefined ? undefined : keyOf(tested, bound);
  if (tested.type === "date")
    return {
      least: from === undefined ? undefined : startOf(from as string),
      isAfter: false,
      most: until === undefined ? undefined : endOf(until),
      isBefore: true,
    };
  return {
    least: read(from ?? above),
    isAfter: from === undefined,
    most: read(below ?? up_to),
    isBefore: up_to === undefined,
  };
}

/** A test that is of one thing. */
export type Plain = Exclude<Test, { readonly not: readonly Test[] } | { readonly all: readonly Test[] }>;

/** Some tests with `not` unwrapped: the tests inside it are yielded, too. */
export function* plainTests(tests: readonly Test[]): Generator<Plain> {
  for (const test of tests)
    if (typeof test === "object" && "not" in test) yield* plainTests(test.not);
    else if (typeof test === "object" && "all" in test) yield* plainTests(test.all);
    else yield test;
}
