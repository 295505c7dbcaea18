import { unknownName } from "../did-you-mean.ts";
import { readRelativeDay } from "../relative-day.ts";
import { endOf, formatLastDay, type Instant, isDay } from "../time.ts";
import { type Subject, subjectKinds, subjectStates } from "./subject.ts";

/** Whether a query finds a thing. */
type Query = (subject: Subject) => boolean;

/** What a query is read for. */
interface Surroundings {
  /** The day that `30d` is counted from. */
  readonly today: Instant;
  /** The values of qualifiers that exist; others are then reported as unknown. */
  readonly known?: {
    readonly owner?: Iterable<string>;
    readonly scope?: Iterable<string>;
    /** Groups, as `ring/canary`. */
    readonly in?: Iterable<string>;
  };
}

/** A word of a query: a text to look for, or a qualifier with its values. */
interface Term {
  readonly isNegated: boolean;
  readonly qualifier: string | undefined;
  /** Unquoted. Of a qualifier, one of them is enough. */
  readonly values: readonly string[];
}

const qualifiers = ["owner", "kind", "state", "expires", "in", "scope"];
const comparison = /^(<=|>=|<|>|)(.+)$/s;

/**
 * Reads a query such as `kind:flag owner:growth,widgets expires:<30d -state:paused checkout`, or says what is wrong
 * with it. All of its terms must hold; words are looked for in names and descriptions, regardless of case. It runs in
 * browsers too.
 */
export function readQuery(text: string, surroundings: Surroundings): Query | string {
  const tests: Query[] = [];
  for (const term of termsOf(text)) {
    const test = term.qualifier === undefined ? wordTest(term) : qualifierTest(term.qualifier, term, surroundings);
    if (typeof test === "string") return test;
    tests.push(term.isNegated ? (subject) => !test(subject) : test);
  }
  return (subject) => tests.every((test) => test(subject));
}

/** The terms of a query, at the spaces outside of quotes; a quote that is not closed goes to the end. */
function termsOf(text: string): readonly Term[] {
  return (text.match(/(?:"[^"]*(?:"|$)|[^\s"])+/g) ?? []).flatMap((word) => {
    const isNegated = /^-./.test(word);
    const rest = isNegated ? word.slice(1) : word;
    const qualifier = /^([A-Za-z]+):/.exec(rest)?.[1]?.toLowerCase();
    const value = qualifier === undefined ? rest : rest.slice(qualifier.length + 1);
    const values = qualifier === undefined ? [value] : (value.match(/(?:"[^"]*(?:"|$)|[^,"])+/g) ?? []);
    const plain = values.map((each) => fold(each.replaceAll('"', ""))).filter((each) => each !== "");
    return qualifier === undefined && plain.length === 0 ? [] : [{ isNegated, qualifier, values: plain }];
  });
}

function wordTest({ values }: Term): Query | string {
  const [, qualifier = "", rest = ""] = /^([a-z]+)=(.*)$/s.exec(values[0] ?? "") ?? [];
  if (qualifiers.includes(qualifier)) return `a qualifier has a colon after it: write \`${qualifier}:${rest}\``;
  return ({ name, description }) =>
    values.some((value) => fold(name).includes(value) || fold(description).includes(value));
}

function qualifierTest(qualifier: string, { values }: Term, { today, known = {} }: Surroundings): Query | string {
  const check = (all: Iterable<string> | undefined): string | undefined => {
    const names = all === undefined ? undefined : [...all];
    const wrong = names && values.find((value) => !names.some((name) => fold(name) === value));
    return wrong === undefined ? undefined : unknownName(qualifier === "in" ? "group" : qualifier, wrong, names ?? []);
  };
  const oneOf = (texts: (subject: Subject) => readonly string[], all?: Iterable<string>): Query | string =>
    check(all) ?? ((subject) => texts(subject).some((each) => values.includes(fold(each))));
  if (qualifiers.includes(qualifier) && values.length === 0)
    return `\`${qualifier}:\` has no value, such as \`${qualifier}:${exampleOf(qualifier)}\``;
  switch (qualifier) {
    case "owner":
      return oneOf(({ owner }) => [owner], known.owner);
    case "kind":
      return oneOf(({ kind }) => [kind], subjectKinds);
    case "state":
      return oneOf(({ states }) => states, subjectStates);
    case "scope":
      return oneOf(({ scopes }) => scopes, known.scope);
    case "in":
      return oneOf(({ groups }) => [...groups, ...groups.map(setOf)], known.in && withSets(known.in));
    case "expires": {
      const tests = values.map((value) => expiryTest(value, today));
      const wrong = tests.find((test) => typeof test === "string");
      return wrong ?? ((subject) => tests.some((test) => typeof test === "function" && test(subject)));
    }
    default:
      return unknownName("qualifier", qualifier, qualifiers);
  }
}

/** Compares last days: `<30d` is before the day in 30 days, whether it is past or ahead. */
function expiryTest(value: string, today: Instant): Query | string {
  if (value === "none") return ({ expires }) => expires === undefined;
  const [, sign, text = ""] = comparison.exec(value) ?? [];
  const day = isDay(text) ? text : readRelativeDay(/^[+-]/.test(text) ? text : `+${text}`, today);
  if (day === undefined) return `\`expires:\` takes \`<30d\`, \`>=2027-01-31\`, \`none\` or the like, not \`${value}\``;
  return ({ expires }) => {
    if (expires === undefined) return false;
    const last = formatLastDay(endOf(expires));
    switch (sign) {
      case "<":
        return last < day;
      case "<=":
        return last <= day;
      case ">":
        return last > day;
      case ">=":
        return last >= day;
      default:
        return last === day;
    }
  };
}

function exampleOf(qualifier: string): string {
  switch (qualifier) {
    case "kind":
      return "flag";
    case "state":
      return "paused";
    case "expires":
      return "<30d";
    case "in":
      return "ring/vip";
    default:
      return "name";
  }
}

function withSets(groups: Iterable<string>): readonly string[] {
  return [...new Set([...groups].flatMap((group) => [group, setOf(group)]))];
}

function setOf(group: string): string {
  return group.replace(/\/.*/, "");
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
