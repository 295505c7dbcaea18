import { type Document, type MapPlace, type Range, spanOf } from "../../model/document.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { commentsAbove, isInBrackets, itemLines, lineStart, linesEnd, spacesAt } from "./indented-lines.ts";
import { removeInBrackets } from "./remove-in-brackets.ts";
import { type Path, valueAt } from "./value-at.ts";

/**
 * The edit that removes what is at a path, a key with its value or an item, with everything around it that becomes
 * empty. The comments directly above it, and after it on its line, are removed too.
 */
export function removeAt(document: Document, path: Path): TextEdit[] {
  const around = path.slice(0, -1);
  const container = valueAt(document, around) as object;
  const step = path.at(-1) ?? "";
  if (Array.isArray(container)) return removeItems(document, around, [step as number]);
  const place = document.maps.get(container);
  const key = String(step);
  return place === undefined ? [] : removeKeys(document, around, [key]);
}

/** The edits that remove keys with their values from a mapping, with everything around it that becomes empty. */
export function removeKeys(document: Document, path: Path, keys: readonly string[]): TextEdit[] {
  const { text } = document.source;
  const place = document.maps.get(valueAt(document, path) as object);
  const gone = new Set(keys.filter((key) => place?.keys.has(key)));
  if (place === undefined || gone.size === 0) return [];
  if (gone.size === place.keys.size && path.length > 0) return removeAt(document, path);
  const reaches = isInBrackets(text, place) ? inBrackets(text, place, gone) : inLines(text, place, gone);
  return reaches.map((range) => ({ span: spanOf(document, range), text: "" }));
}

/** What keys take up inside brackets, each with its comments and a comma. */
function inBrackets(text: string, { keys, values }: MapPlace, gone: ReadonlySet<string>): readonly Range[] {
  const names = [...keys.keys()];
  const items = names.map((name) => {
    const start = keys.get(name)?.start ?? 0;
    return { start, end: Math.max(values.get(name)?.end ?? start, keys.get(name)?.end ?? start) };
  });
  return removeInBrackets(text, items, new Set(names.flatMap((name, index) => (gone.has(name) ? [index] : []))));
}

/** The lines that keys take up. What follows the first keys of an item moves up to its dash. */
function inLines(text: string, { keys, values }: MapPlace, gone: ReadonlySet<string>): readonly Range[] {
  const ranges: Range[] = [];
  let last: Range | undefined;
  for (const [name, { start }] of keys) {
    if (!gone.has(name)) continue;
    const from = lineStart(text, start);
    const isFirst = text.slice(from, start).trim() !== "";
    const end = linesEnd(text, { start, end: values.get(name)?.end ?? start });
    if (isFirst) last = { start, end };
    else if (last?.end === from) last = { start: last.start, end };
    else ranges.push({ start: commentsAbove(text, from), end });
  }
  if (last === undefined) return ranges;
  return [{ start: last.start, end: last.end + spacesAt(text, last.end) }, ...ranges];
}

/** The edits that remove items from a list, by their indexes, with everything around it that becomes empty. */
export function removeItems(document: Document, path: Path, indexes: readonly number[]): TextEdit[] {
  const { text } = document.source;
  const place = document.lists.get(valueAt(document, path) as object);
  if (place === undefined) return [];
  const removed = new Set(indexes);
  if (removed.size === place.items.length && place.runs.size === 0) return removeAt(document, path);
  if (!isInBrackets(text, place))
    return [...removed].map((index) => ({
      span: spanOf(document, itemLines(text, place, place.items[index]?.start ?? 0)),
      text: "",
    }));
  return removeInBrackets(text, place.items, removed).map((range) => ({ span: spanOf(document, range), text: "" }));
}
