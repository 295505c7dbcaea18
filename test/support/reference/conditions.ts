import type { Bundle, BundleAttribute, BundleWhere } from "../../../scripts/runtime/shapes/bundle.ts";
import { groupNames, isAbout, isInGroup, referenceTo } from "./groups.ts";
import { compared } from "./identities.ts";
import { isPast, own, type Question } from "./question.ts";

/** A condition with its window, if any. */
interface Condition {
  readonly where: BundleWhere;
  readonly from?: string;
  readonly until?: string;
}

/** Whether a condition holds: the time is in its window, and each test has an alternative that holds. */
export function isTrue(bundle: Bundle, { where, from, until }: Condition, question: Question): boolean {
  if ((from !== undefined && !isPast(from, question.at)) || isPast(until, question.at)) return false;
  return Object.entries(where).every(([name, tests]) => {
    const told = toldOf(bundle, name, question);
    return tests.some((test) => passes(test, told));
  });
}

/** The scope at which a condition ranks: the narrowest scope of its attributes; undefined for the request. */
export function rankOf(bundle: Bundle, scopes: readonly string[], where: BundleWhere): string | undefined {
  const named = Object.keys(where).map((name) => (bundle.attributes?.[name] ?? own(bundle.groups, name)).scope);
  return scopes.toReversed().find((scope) => named.includes(scope));
}

/** The subject of a test: its type, and its value, which is undefined if untold. */
export interface Told {
  readonly type: BundleAttribute["type"];
  readonly value: unknown;
  readonly ignoreCase: boolean;
}

/** The value that is passed for an attribute, or known for a group set. */
export function toldOf(bundle: Bundle, name: string, question: Question): Told {
  if (Object.hasOwn(bundle.groups, name)) return groupsTold(bundle, name, question);
  const { type, ignoreCase = false, values } = own(bundle.attributes, name);
  const given =
    question.attributes !== undefined && Object.hasOwn(question.attributes, name)
      ? question.attributes[name]
      : undefined;
  return { type, value: readAs(type, given, ignoreCase, values), ignoreCase };
}

function groupsTold(bundle: Bundle, name: string, question: Question): Told {
  const set = own(bundle.groups, name);
  const names = groupNames(set);
  const within = names.filter((group) => isInGroup(bundle, referenceTo(name, group), question));
  const isTold = within.length > 0 || (set.told !== true && isAbout(bundle, set, question));
  const isList = names.includes(name);
  const value = isList ? within.length > 0 : set.exclusive ? (within[0] ?? "") : within;
  const type = isList ? "boolean" : set.exclusive ? "text" : "list";
  return { type, value: isTold ? value : undefined, ignoreCase: false };
}

function readAs(
  type: Told["type"],
  given: unknown,
  ignoreCase: boolean,
  values: readonly string[] | undefined,
): unknown {
  const text = typeof given === "string" ? compared(given, ignoreCase) : undefined;
  if (type === "text") return text !== undefined && (values === undefined || values.includes(text)) ? text : undefined;
  if (type === "number") return Number.isFinite(given) ? given : undefined;
  if (type === "boolean") return typeof given === "boolean" ? given : undefined;
  if (type === "version") return typeof given === "string" ? partsOf(given) : undefined;
  if (type === "list")
    return Array.isArray(given) && given.every((each) => typeof each === "string")
      ? given.map((each) => compared(each, ignoreCase))
      : undefined;
  const at = given instanceof Date ? given.getTime() : typeof given === "string" ? dayOf(given)?.start : undefined;
  return Number.isNaN(at) ? undefined : at;
}

/** The first instant of a day and the first after it, or an instant twice; undefined for anything else. */
function dayOf(text: string): { readonly start: number; readonly end: number } | undefined {
  const [, date, rest] = /^(\d{4}-\d\d-\d\d)(T.+)?$/.exec(text) ?? [];
  const start = Date.parse(`${date}T00:00:00Z`);
  // `Date` reads a day that its month does not have as one of the next month.
  if (date === undefined || Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return undefined;
  if (rest === undefined) return { start, end: start + 86_400_000 };
  const at = Date.parse(text);
  return { start: at, end: at };
}

/** Whether a test holds, in the form of a file, a bundle or an effect; one of several is enough. */
export function passes(test: unknown, told: Told): boolean {
  if (Array.isArray(test)) return test.some((each) => passes(each, told));
  const { type, value, ignoreCase } = told;
  if (typeof test === "object" && test !== null && "untold" in test) return value === undefined;
  if (value === undefined) return false;
  if (typeof test !== "object")
    return type === "date" ? isWithin(value, test, test) : compare(told, test as Constant) === 0;
  const { all, not, has, match, from, above, below, up_to, until } = test as Readonly<Record<string, unknown>>;
  if (all !== undefined) return (all as readonly unknown[]).every((each) => passes(each, told));
  if (not !== undefined) return !passes(not, told);
  const text = (each: unknown): string => compared(each as string, ignoreCase);
  if (has !== undefined) return [has].flat().some((each) => (value as readonly string[]).includes(text(each)));
  if (match !== undefined) {
    const part = text(match).replace("*", "");
    return text(match).startsWith("*") ? (value as string).endsWith(part) : (value as string).startsWith(part);
  }
  if (type === "date")
    return isWithin(value, from, until) && (below === undefined || compare(told, below as string) < 0);
  return (
    (from === undefined || compare(told, from as Constant) >= 0) &&
    (above === undefined || compare(told, above as Constant) > 0) &&
    (below === undefined || compare(told, below as Constant) < 0) &&
    (up_to === undefined || compare(told, up_to as Constant) <= 0)
  );
}

/** Whether an instant is from one day on and until another. */
function isWithin(instant: unknown, from: unknown, until: unknown): boolean {
  const [start, end] = [from, until].map((text) => (text === undefined ? undefined : dayOf(text as string)));
  return (
    (start === undefined || (instant as number) >= start.start) && (end === undefined || (instant as number) < end.end)
  );
}

type Constant = string | number | boolean;

/** Compares a value with a constant: negative, zero or positive. */
function compare({ type, value, ignoreCase }: Told, constant: Constant): number {
  if (type === "version") return compareVersions(value as Version, partsOf(constant as string) as Version);
  const other =
    type === "date"
      ? Date.parse(constant as string)
      : type === "text"
        ? compared(constant as string, ignoreCase)
        : constant;
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
