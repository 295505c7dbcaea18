import type { Bundle, BundleAttribute, BundleTest, BundleWhere } from "../../../scripts/runtime/shapes/bundle.ts";
import { normalizeId } from "../../../scripts/runtime/tables/normalize.ts";
import { groupNames, isAbout, isInGroup, referenceTo } from "./groups.ts";
import { isPast, own, type Question } from "./question.ts";

/** A condition, with its window where it has one. */
interface Condition {
  readonly where: BundleWhere;
  readonly from?: string;
  readonly until?: string;
}

/** Whether all tests of a condition hold at an instant of its window, each alternative looked at by itself. */
export function isTrue(bundle: Bundle, { where, from, until }: Condition, question: Question): boolean {
  if ((from !== undefined && !isPast(from, question.at)) || isPast(until, question.at)) return false;
  return Object.entries(where).every(([name, tests]) => {
    const told = toldOf(bundle, name, question);
    return tests.some((test) => passes(test, told));
  });
}

/** The scope at which a condition ranks: the narrowest of those that what it tests is of; undefined is the request. */
export function rankOf(bundle: Bundle, scopes: readonly string[], where: BundleWhere): string | undefined {
  const named = Object.keys(where).map((name) => (bundle.attributes?.[name] ?? own(bundle.groups, name)).scope);
  return scopes.toReversed().find((scope) => named.includes(scope));
}

/** What a test looks at: the kind of value, and the value; undefined is untold. */
interface Told {
  readonly type: BundleAttribute["type"];
  readonly value: unknown;
}

function toldOf(bundle: Bundle, name: string, question: Question): Told {
  if (Object.hasOwn(bundle.groups, name)) return groupsTold(bundle, name, question);
  const { type, ignoreCase = false, values } = own(bundle.attributes, name);
  const given =
    question.attributes !== undefined && Object.hasOwn(question.attributes, name)
      ? question.attributes[name]
      : undefined;
  return { type, value: readAs(type, given, ignoreCase, values) };
}

function groupsTold(bundle: Bundle, name: string, question: Question): Told {
  const set = own(bundle.groups, name);
  const names = groupNames(set);
  const within = names.filter((group) => isInGroup(bundle, referenceTo(name, group), question));
  const isTold = within.length > 0 || (set.told !== true && isAbout(bundle, set, question));
  const isList = names.includes(name);
  const value = isList ? within.length > 0 : set.exclusive ? (within[0] ?? "") : within;
  return { type: isList ? "boolean" : set.exclusive ? "text" : "list", value: isTold ? value : undefined };
}

function readAs(
  type: Told["type"],
  given: unknown,
  ignoreCase: boolean,
  values: readonly string[] | undefined,
): unknown {
  const text = typeof given === "string" ? normalizeId(given, ignoreCase) : undefined;
  if (type === "text") return text !== undefined && (values === undefined || values.includes(text)) ? text : undefined;
  if (type === "number") return Number.isFinite(given) ? given : undefined;
  if (type === "boolean") return typeof given === "boolean" ? given : undefined;
  if (type === "version") return typeof given === "string" ? partsOf(given) : undefined;
  if (type === "list")
    return Array.isArray(given) && given.every((each) => typeof each === "string")
      ? given.map((each) => normalizeId(each, ignoreCase))
      : undefined;
  const at =
    given instanceof Date
      ? given.getTime()
      : typeof given === "string" && /^\d{4}-/.test(given)
        ? Date.parse(given)
        : NaN;
  return Number.isNaN(at) ? undefined : at;
}

function passes(test: BundleTest, { type, value }: Told): boolean {
  if (typeof test === "object" && "untold" in test) return value === undefined;
  if (value === undefined) return false;
  if (typeof test !== "object") return compare(type, value, test) === 0;
  if ("not" in test) return !test.not.some((each) => passes(each, { type, value }));
  if ("has" in test) return (value as readonly string[]).includes(test.has);
  if ("match" in test) {
    const part = test.match.replace("*", "");
    return test.match.startsWith("*") ? (value as string).endsWith(part) : (value as string).startsWith(part);
  }
  const { from, above, below, up_to } = test;
  return (
    (from === undefined || compare(type, value, from) >= 0) &&
    (above === undefined || compare(type, value, above) > 0) &&
    (below === undefined || compare(type, value, below) < 0) &&
    (up_to === undefined || compare(type, value, up_to) <= 0)
  );
}

/** Negative, zero or positive: how a value stands to a constant. */
function compare(type: Told["type"], value: unknown, constant: string | number | boolean): number {
  if (type === "version") return compareVersions(value as Version, partsOf(constant as string) as Version);
  const other = type === "date" ? Date.parse(constant as string) : constant;
  return value === other ? 0 : (value as number) < (other as number) ? -1 : 1;
}

interface Version {
  readonly numbers: readonly number[];
  readonly preRelease: readonly string[];
}

function partsOf(text: string): Version | undefined {
  const [main = "", ...preRelease] = (text.split("+")[0] ?? "").split("-");
  const numbers = main.split(".");
  const identifiers = preRelease.length === 0 ? [] : preRelease.join("-").split(".");
  const isVersion =
    numbers.length <= 4 &&
    numbers.every((each) => /^\d{1,9}$/.test(each)) &&
    identifiers.every((each) => /^(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)$/.test(each));
  return isVersion ? { numbers: numbers.map(Number), preRelease: identifiers } : undefined;
}

function compareVersions(one: Version, other: Version): number {
  for (let index = 0; index < 4; index++) {
    const difference = (one.numbers[index] ?? 0) - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.preRelease.length === 0 || other.preRelease.length === 0)
    return other.preRelease.length - one.preRelease.length;
  for (let index = 0; index < Math.max(one.preRelease.length, other.preRelease.length); index++) {
    const [a, b] = [one.preRelease[index], other.preRelease[index]];
    if (a === b) continue;
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)];
    if (isNumber !== isOther) return isNumber ? -1 : 1;
    if (!isNumber) return a < b ? -1 : 1;
    return BigInt(a) < BigInt(b) ? -1 : 1;
  }
  return 0;
}
