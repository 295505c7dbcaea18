import { type Document, type MapPlace, type Range, spanOf } from "../../model/document.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { isInBrackets, itemLines, lineStart, linesEnd, type Path, spacesAt, valueAt } from "./line-layout.ts";

/**
 * The edit that takes away what stands at a path, a key with its value or an item, with whatever around it would be
 * empty then. Comments in lines of their own stay.
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

/** The edits that take keys with their values out of a mapping, with whatever around it would be empty then. */
export function removeKeys(document: Document, path: Path, keys: readonly string[]): TextEdit[] {
  const { text } = document.source;
  const place = document.maps.get(valueAt(document, path) as object);
  const gone = new Set(keys.filter((key) => place?.keys.has(key)));
  if (place === undefined || gone.size === 0) return [];
  if (gone.size === place.keys.size && path.length > 0) return removeAt(document, path);
  const reaches = isInBrackets(text, place) ? inBrackets(place, gone) : inLines(text, place, gone);
  return reaches.map((range) => ({ span: spanOf(document, range), text: "" }));
}

/** What keys take up in brackets, each with a comma: that before it, or where none is left there, all up to what follows. */
function inBrackets({ keys, values }: MapPlace, gone: ReadonlySet<string>): readonly Range[] {
  const names = [...keys.keys()];
  const leading = names.findIndex((name) => !gone.has(name));
  const start = keys.get(names[0] ?? "")?.start ?? 0;
  const first = leading > 0 ? [{ start, end: keys.get(names[leading] ?? "")?.start ?? start }] : [];
  const others = names.flatMap((name, index) => {
    const [before, own] = [values.get(names[index - 1] ?? ""), values.get(name)];
    return gone.has(name) && index > leading && before && own ? [{ start: before.end, end: own.end }] : [];
  });
  return [...first, ...others];
}

/** The lines that keys take up. What follows the first keys of an item takes their place behind its dash. */
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
    else ranges.push({ start: from, end });
  }
  if (last === undefined) return ranges;
  return [{ start: last.start, end: last.end + spacesAt(text, last.end) }, ...ranges];
}

/** The edits that take items out of a list, by their indexes, with whatever around it would be empty then. */
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
  return rangesOf([...removed]).map(([first, last]) => {
    const [before, behind] = [place.items[first - 1], place.items[last + 1]];
    const start = before?.end ?? place.items[first]?.start ?? 0;
    const end = before === undefined ? (behind?.start ?? 0) : (place.items[last]?.end ?? 0);
    return { span: spanOf(document, { start, end }), text: "" };
  });
}

/** Runs of indexes that follow each other, first and last. */
function rangesOf(indexes: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const index of indexes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}
