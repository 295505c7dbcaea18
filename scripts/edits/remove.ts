import { type Document, type MapPlace, type Range, spanOf } from "../document.ts";
import type { TextEdit } from "../textedit.ts";
import { isInBrackets, itemLines, lineStart, linesEnd, type Path, valueAt } from "./place.ts";

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
  if (place === undefined || !place.keys.has(key)) return [];
  if (place.keys.size === 1 && around.length > 0) return removeAt(document, around);
  return [{ span: spanOf(document, reach(document.source.text, place, key)), text: "" }];
}

/** All that a key of several takes up: its lines, or in brackets itself and a comma. */
function reach(text: string, place: MapPlace, key: string): Range {
  const keys = [...place.keys.keys()];
  const index = keys.indexOf(key);
  const start = place.keys.get(key)?.start ?? place.start;
  const end = place.values.get(key)?.end ?? start;
  const next = place.keys.get(keys[index + 1] ?? "")?.start;
  if (isInBrackets(text, place)) {
    const previous = place.values.get(keys[index - 1] ?? "")?.end;
    return previous === undefined ? { start, end: next ?? end } : { start: previous, end };
  }
  // The first key of an item stands behind the item's dash, where the next one takes its place.
  const from = lineStart(text, start);
  return text.slice(from, start).trim() === ""
    ? { start: from, end: linesEnd(text, { start, end }) }
    : { start, end: next ?? end };
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
