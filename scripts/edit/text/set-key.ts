import { holdsNumbers } from "../../compile/1-parse/list-paths.ts";
import { type Document, keySpan, type MapPlace, spanOf, valueSpan } from "../../model/document.ts";
import { keyOrders } from "../../model/shapes/keys.ts";
import { writeAmongNumbers, writeText } from "../../model/text/quoting.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { indentAt, isInBrackets, lineBreakOf, linesEnd } from "./indented-lines.ts";
import { type Path, valueAt } from "./value-at.ts";
import { inline, lines, type Yaml } from "./write-yaml.ts";

/** The order of keys in a mapping: by a list, after which any other key comes, or by name if they are sorted now. */
export type Order = readonly string[] | "sorted";

/**
 * The edits that give a key a value. An existing value is replaced, in its quotes if both are text; a missing key comes
 * after the last one that the order puts before it, and so do missing keys around it; keys that are removed at the same
 * time do not count.
 */
export function setAt(
  document: Document,
  path: Path,
  value: Yaml,
  order?: Order,
  leaving: readonly string[] = [],
): TextEdit[] {
  const around = path.slice(0, -1);
  const key = String(path.at(-1));
  const container = valueAt(document, around);
  if (typeof container !== "object" || container === null) return setAt(document, around, { [key]: value });
  const place = document.maps.get(container);
  if (place === undefined) throw new Error(`${path.join(".")} in ${document.source.path} is not a key of a mapping`);
  const amongNumbers = path.some((_, index) => holdsNumbers(path.slice(0, index + 1).map(String)));
  if (place.keys.has(key)) return [replace(document, container, key, value, amongNumbers)];
  return [insert(document, place, key, value, order ?? usualOrder(document, around), leaving, amongNumbers)];
}

function replace(document: Document, container: object, key: string, value: Yaml, amongNumbers: boolean): TextEdit {
  const { text } = document.source;
  const now = valueSpan(document, container, key);
  const before = (container as Record<string, unknown>)[key];
  const isOne = typeof before !== "object" && typeof value !== "object";
  if (isOne && !/^[|>]/.test(text.slice(now.start, now.end))) {
    const inBrackets = isInBrackets(text, document.maps.get(container) ?? now);
    const write = amongNumbers ? writeAmongNumbers : writeText;
    const quotes = typeof before === "string" ? text.slice(now.start, now.end) : "";
    return { span: now, text: typeof value === "string" ? write(value, quotes, inBrackets) : `${value}` };
  }
  if (amongNumbers && /^[{[]/.test(text.slice(now.start))) return { span: now, text: inline(value, true, true) };
  const place = document.maps.get(container) as MapPlace;
  const start = keySpan(document, container, key).start;
  const end = text[now.end - 1] === "\n" ? now.end - lineBreakOf(text).length : now.end;
  return { span: spanOf(document, { start, end }), text: written(document, place, start, key, value, amongNumbers) };
}

function insert(
  document: Document,
  place: MapPlace,
  key: string,
  value: Yaml,
  order: Order,
  leaving: readonly string[],
  amongNumbers: boolean,
): TextEdit {
  const { source } = document;
  const { text } = source;
  const at = (start: number, end: number, inserted: string): TextEdit => ({
    span: { source, start, end },
    text: inserted,
  });
  const present = [...place.keys.keys()];
  const previous = before(
    present.filter((each) => !leaving.includes(each)),
    key,
    order,
  );
  const inBrackets = isInBrackets(text, place);
  if (present.length === 0) return at(place.start, place.end, `{ ${pair(key, value, amongNumbers)} }`);
  if (previous === undefined) {
    const start = place.keys.get(present[0] ?? "")?.start ?? place.start;
    const after = inBrackets ? ", " : `${lineBreakOf(text)}${indentAt(text, start)}`;
    return at(start, start, `${written(document, place, start, key, value, amongNumbers)}${after}`);
  }
  const range = place.values.get(previous) ?? place;
  if (inBrackets) return at(range.end, range.end, `, ${pair(key, value, amongNumbers)}`);
  const end = linesEnd(text, range);
  const indent = indentAt(text, place.keys.get(present[0] ?? "")?.start ?? place.start);
  const added = lines(key, value, indent, amongNumbers).join(lineBreakOf(text));
  const isOpen = end === text.length && !text.endsWith("\n");
  return at(end, end, isOpen ? `${lineBreakOf(text)}${added}` : `${added}${lineBreakOf(text)}`);
}

/** A key and its value as written at an offset, without the white space before. */
function written(
  { source }: Document,
  place: MapPlace,
  start: number,
  key: string,
  value: Yaml,
  amongNumbers: boolean,
): string {
  if (isInBrackets(source.text, place)) return pair(key, value, amongNumbers);
  return lines(key, value, indentAt(source.text, start), amongNumbers).join(lineBreakOf(source.text)).trimStart();
}

function pair(key: string, value: Yaml, amongNumbers: boolean): string {
  return `${writeText(key, "", true)}: ${inline(value, true, amongNumbers)}`;
}

/** The key that a new one comes after; undefined if it is to be the first. */
function before(present: readonly string[], key: string, order: Order): string | undefined {
  if (order === "sorted") {
    const isSorted = present.every((each, index) => index === 0 || (present[index - 1] ?? "") < each);
    return isSorted ? present.findLast((each) => each < key) : present.at(-1);
  }
  const rank = order.indexOf(key);
  return rank < 0 ? present.at(-1) : present.findLast((each) => order.includes(each) && order.indexOf(each) < rank);
}

/** The order of the keys of a mapping, if the schema gives one: those of the document, and of an environment in it. */
function usualOrder({ kind }: Document, around: Path): Order {
  return around.length === 0 || around[0] === "environments" ? keyOrders[kind] : [];
}
