import { writeAmongNumbers, writeText } from "../../model/text/quoting.ts";

/** What can be written into a document. Keys whose value is undefined are left out. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | Mapping | Verbatim;

const verbatim = Symbol("verbatim");

/** A text in the quotes that it already has in a file. */
interface Verbatim {
  readonly [verbatim]: string;
}

/**
 * A text as it is written again: in its present quotes if other readers of YAML would take it for a number or a date.
 */
export function asWritten(text: string, written: string): string | Verbatim {
  return /^[-+.]?\d[\w:.-]*$/.test(text) && /^(["']).*\1$/.test(written) ? { [verbatim]: written } : text;
}

function isVerbatim(value: Yaml): value is Verbatim {
  return typeof value === "object" && value !== null && verbatim in value;
}

/** A mapping to be written; keys that are undefined are left out. */
export interface Mapping {
  readonly [key: string]: Yaml | undefined;
}

/** A value on one line: `{ id: acme, until: 2027-01-31 }`; with `amongNumbers` if plain digits would be a number. */
export function inline(value: Yaml, inBrackets = false, amongNumbers = false): string {
  if (typeof value === "string") return (amongNumbers ? writeAmongNumbers : writeText)(value, "", inBrackets);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (isVerbatim(value)) return value[verbatim];
  if (isList(value)) return `[${value.map((item) => inline(item, true, amongNumbers)).join(", ")}]`;
  const pairs = pairsOf(value).map(([key, item]) => `${writeText(key, "", true)}: ${inline(item, true, amongNumbers)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/**
 * A key and its value as lines: a mapping key by key, a list of mappings or a long list item by item, each item on one
 * line; a list of names stays on the line of its key.
 */
export function lines(key: string, value: Yaml, indent: string, amongNumbers = false): readonly string[] {
  const start = `${indent}${writeText(key)}:`;
  if (isList(value) && value.length > 0)
    return [start, ...value.map((item) => `${indent}  - ${inline(item, false, amongNumbers)}`)];
  if (typeof value === "object" && value !== null && !isList(value) && !isVerbatim(value) && isTall(value))
    return [start, ...pairsOf(value).flatMap(([inner, item]) => lines(inner, item, `${indent}  `, amongNumbers))];
  return [`${start} ${inline(value, false, amongNumbers)}`];
}

/** Whether a mapping should be written in lines: more will be added to its only key, and lists grow. */
function isTall(value: Mapping): boolean {
  const pairs = pairsOf(value);
  return pairs.length === 1 || pairs.some(([, item]) => typeof item === "object");
}

function pairsOf(value: Mapping): readonly (readonly [string, Yaml])[] {
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item] as const]));
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
