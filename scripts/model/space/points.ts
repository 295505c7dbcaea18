import { versionKey } from "../../runtime/tables/version.ts";
import type { Tested } from "../attribute.ts";
import type { Constant, RangeTest, Test } from "../condition.ts";
import { compareText } from "../text/words.ts";
import { dayLength, formatDate, instantOf } from "../time.ts";
import { boundsOf, type Key, keyOf, type Plain, plainTests, type ToldKey } from "./keys.ts";

/** One of the values that tests can tell apart; undefined is untold. */
export interface Point {
  readonly value: Constant | readonly string[] | undefined;
  readonly key: ToldKey;
}

/**
 * Values for which some tests hold in every combination that any value has, untold first, then in their order. Of lists,
 * those of at most so many of the texts that are tested; two are enough for any two tests.
 */
export function pointsOf(tested: Tested, tests: readonly Test[], mostTexts = 2): readonly Point[] {
  const plain = [...plainTests(tests)];
  return [{ value: undefined, key: undefined }, ...toldPoints(tested, plain, mostTexts)];
}

function toldPoints(tested: Tested, tests: readonly Plain[], mostTexts: number): readonly Point[] {
  const constants = tests.filter((test): test is Constant => typeof test !== "object");
  switch (tested.type) {
    case "boolean":
      return [false, true].map((value) => ({ value, key: value }));
    case "text":
      if (tested.values !== undefined) return tested.values.map((value) => ({ value, key: value }));
      return textPoints(constants as readonly string[], tests);
    case "list":
      return listPoints(tests, mostTexts);
    case "number":
      return numberPoints(cutsOf(tested, tests) as readonly number[]);
    case "date":
      return datePoints(cutsOf(tested, tests) as readonly number[]);
    case "version":
      return versionPoints([...constants, ...tests.filter(isRange).flatMap(boundaries)].map(String));
  }
}

/** Whether a test is one of bounds. */
export function isRange(test: Test): test is RangeTest {
  return typeof test === "object" && !["untold", "has", "match", "not", "all"].some((key) => key in test);
}

function boundaries({ from, above, below, up_to }: RangeTest): readonly (string | number)[] {
  return [from, above, below, up_to].filter((bound) => bound !== undefined);
}

/** Where the values that tests tell apart begin and end, in their order. */
function cutsOf(tested: Tested, tests: readonly Plain[]): readonly Key[] {
  const cuts = tests.flatMap((test): readonly (Key | undefined)[] => {
    if (typeof test !== "object") return [keyOf(tested, test)];
    if (!isRange(test)) return [];
    const { least, most } = boundsOf(tested, test);
    return [least, most];
  });
  return [...new Set(cuts.filter((cut): cut is number => typeof cut === "number" && Number.isFinite(cut)))].sort(
    (a, b) => a - b,
  );
}

/** Each cut, and a value on each side of it if there is one. */
function numberPoints(cuts: readonly number[]): readonly Point[] {
  return between(cuts, (low, high) => {
    if (low === undefined && high === undefined) return 0;
    if (low === undefined) return (high as number) - Math.max(1, Math.abs(high as number));
    if (high === undefined) return low + Math.max(1, Math.abs(low));
    const whole = Math.floor(low) + 1;
    return whole > low && whole < high ? whole : low / 2 + high / 2;
  }).map((value) => ({ value, key: value }));
}

/** As for numbers; days, if there is one in between. */
function datePoints(cuts: readonly number[]): readonly Point[] {
  return between(cuts, (low, high) => {
    if (low === undefined && high === undefined) return 0;
    if (low === undefined) return (high as number) - dayLength;
    if (high === undefined) return low + dayLength;
    const day = (Math.floor(low / dayLength) + 1) * dayLength;
    return day < high ? day : Math.floor((low + high) / 2);
  }).map((instant) => {
    const value = formatDate(instant);
    return { value, key: instantOf(value) };
  });
}

/** The cuts, and between them, before and after them what `pick` finds, unless it is not there. */
function between(
  cuts: readonly number[],
  pick: (low: number | undefined, high: number | undefined) => number,
): readonly number[] {
  const values: number[] = [];
  for (let index = 0; index <= cuts.length; index++) {
    const [low, high] = [cuts[index - 1], cuts[index]];
    const value = pick(low, high);
    if (Number.isFinite(value) && value > (low ?? -Infinity) && value < (high ?? Infinity)) values.push(value);
    if (high !== undefined) values.push(high);
  }
  return values;
}

/** Each version, and between them, before and after them another, as far as there is any. */
function versionPoints(versions: readonly string[]): readonly Point[] {
  const cuts = [...new Map(versions.map((value) => [versionKey(value) ?? "", value]))]
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, value]) => ({ value, key }));
  const points: Point[] = [];
  for (let index = 0; index <= cuts.length; index++) {
    const [low, high] = [cuts[index - 1], cuts[index]];
    for (const value of versionsNear(low?.value, high?.value)) {
      const key = versionKey(value);
      if (key === undefined || key <= (low?.key ?? "") || key >= (high?.key ?? "~")) continue;
      points.push({ value, key });
      break;
    }
    if (high !== undefined) points.push(high);
  }
  return points;
}

/** Candidates for a version between two, the easiest to read first. */
function* versionsNear(low: string | undefined, high: string | undefined): Generator<string> {
  if (low === undefined && high === undefined) yield "1.0.0";
  if (low !== undefined) yield* versionsAfter(low);
  if (high !== undefined) yield* versionsBefore(high);
}

function* versionsAfter(version: string): Generator<string> {
  const [numbers, preRelease] = splitVersion(version);
  if (preRelease !== undefined) {
    yield numbers;
    yield `${numbers}-${preRelease}.0`;
    return;
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = numbers.split(".").map(Number);
  yield [first, second, third + 1].join(".");
  yield [first, second, third, fourth + 1].join(".");
  yield `${carry([first, second, third, fourth])}-0`;
}

function* versionsBefore(version: string): Generator<string> {
  const [numbers, preRelease] = splitVersion(version);
  const [first = 0] = numbers.split(".").map(Number);
  if (first > 1) yield `${first - 1}.0.0`;
  if (preRelease === undefined) {
    yield `${numbers}-rc`;
    yield `${numbers}-0`;
  } else {
    const identifiers = preRelease.split(".");
    const last = identifiers.at(-1) as string;
    const others = identifiers.slice(0, -1);
    if (others.length > 0) yield `${numbers}-${others.join(".")}`;
    if (/^[1-9]\d*$/.test(last)) yield `${numbers}-${[...others, `${BigInt(last) - 1n}`].join(".")}`;
    yield `${numbers}-${[...others, "0"].join(".")}`;
  }
  yield "0-0";
}

/** The numbers of the version after one, if the last can be no greater. */
function carry(parts: readonly number[]): string {
  const next = [...parts];
  for (let index = next.length - 1; index >= 0; index--) {
    next[index] = (next[index] ?? 0) + 1;
    if ((next[index] as number) <= 999_999_999) break;
    next[index] = 0;
  }
  return next.join(".");
}

function splitVersion(version: string): readonly [numbers: string, preRelease: string | undefined] {
  const plain = version.replace(/\+.*$/, "");
  const dash = plain.indexOf("-");
  return dash < 0 ? [plain, undefined] : [plain.slice(0, dash), plain.slice(dash + 1)];
}

/** The constants; and texts that are none of them, with every beginning and end that is matched, and with none. */
function textPoints(constants: readonly string[], tests: readonly Plain[]): readonly Point[] {
  const matches = tests.flatMap((test) => (typeof test === "object" && "match" in test ? [test.match.split("*")] : []));
  const starts = [...new Set(["", ...matches.map(([start = ""]) => start)])];
  const ends = [...new Set(["", ...matches.map(([, end = ""]) => end)])];
  const points = new Map<string, Point>();
  const add = (value: string): void => {
    points.set(value, { value, key: value });
  };
  for (const constant of [...new Set(constants)].sort(compareText)) add(constant);
  for (const start of starts) for (const end of ends) add(textWith(start, end, points, starts, ends));
  return [...points.values()];
}

/** A text with a beginning and an end, but no longer ones of those that are matched, and none of some texts. */
function textWith(
  start: string,
  end: string,
  known: ReadonlyMap<string, unknown>,
  starts: readonly string[],
  ends: readonly string[],
): string {
  const isLonger = (part: string, own: string): boolean => part.length > own.length;
  for (const middle of middles()) {
    const text = `${start}${middle}${end}`;
    if (known.has(text) || starts.some((each) => isLonger(each, start) && text.startsWith(each))) continue;
    if (!ends.some((each) => isLonger(each, end) && text.endsWith(each))) return text;
  }
  return start + end;
}

/** Texts that begin and end with more and more letters, so that one is found however many are matched. */
function* middles(): Generator<string> {
  yield "other";
  for (let letter = 0; letter < 26; letter++) yield String.fromCharCode(0x61 + letter).repeat(3);
  for (let letter = 0x4e00; letter < 0x9fff; letter++) yield String.fromCharCode(letter).repeat(3);
}

/** Lists of none, one, two and more of the texts that are tested. */
function listPoints(tests: readonly Plain[], mostTexts: number): readonly Point[] {
  const texts = [...new Set(tests.flatMap((test) => (typeof test === "object" && "has" in test ? [test.has] : [])))];
  let lists: readonly (readonly string[])[] = [[]];
  for (const text of texts)
    lists = [...lists, ...lists.flatMap((list) => (list.length < mostTexts ? [[...list, text]] : []))];
  return lists.map((value) => ({ value, key: value }));
}
