import { compareText } from "../diagnostic.ts";
import { type Document, type ListPlace, valueSpan } from "../document.ts";
import { type EntryList, readEntries } from "../entries.ts";
import type { TextEdit } from "../textedit.ts";
import {
  dashBefore,
  indentAt,
  isInBrackets,
  itemLines,
  lastBefore,
  lineBreakOf,
  linesEnd,
  type Path,
  valueAt,
} from "./place.ts";
import { removeAt, removeItems } from "./remove.ts";
import { setAt } from "./set.ts";
import { inline, type Mapping, type Yaml } from "./yaml.ts";

/** An entry to be written: an id, or a mapping with one. */
export type NewEntry = string | { readonly id: string; readonly [key: string]: Yaml | undefined };

/**
 * The edits that add entries to a list, each at its place if the list is sorted, else at its end; the list is made if it
 * is not there. Nothing looks whether a customer stands there already.
 */
export function addEntries(document: Document, path: Path, added: readonly NewEntry[]): TextEdit[] {
  const list = valueAt(document, path);
  const place = Array.isArray(list) ? document.lists.get(list) : undefined;
  const isEmpty = place === undefined || place.items.length === 0;
  if (added.length === 0) return [];
  if (isEmpty) return setAt(document, path, added.map(asYaml));

  const { ids, starts } = readEntries(document, list as EntryList, false);
  const put = isInBrackets(document.source.text, place) ? inBrackets(document, place) : inLines(document, place);
  const sort = sortOf(ids);
  if (sort === undefined) return added.map((entry) => put(entry, "end", 0));
  const sorted = added.toSorted((a, b) => compareText(sort(idOf(a)), sort(idOf(b))));
  return sorted.map((entry) => {
    const next = firstAfter(ids, sort, sort(idOf(entry)));
    if (next === ids.length) return put(entry, "end", 0);
    return next === 0 ? put(entry, "before", starts[0] ?? 0) : put(entry, "behind", starts[next - 1] ?? 0);
  });
}

/**
 * The edits that take entries out of a list, given where their ids start. A list that would be empty goes with the key
 * that leads to it and whatever else would be empty then, or stays as `[]`.
 */
export function removeEntries(
  document: Document,
  path: Path,
  starts: readonly number[],
  emptied: "goes" | "stays" = "goes",
): TextEdit[] {
  const list = valueAt(document, path) as EntryList;
  const place = document.lists.get(list);
  if (place === undefined || starts.length === 0) return [];
  const { text } = document.source;
  const all = [...place.runs.values()].reduce((sum, { ids }) => sum + ids.length, place.items.length);
  if (starts.length === all) return emptied === "goes" ? removeAt(document, path) : setAt(document, path, []);
  if (isInBrackets(text, place))
    return removeItems(
      document,
      path,
      starts.map((at) => lastBefore(place.items, at)),
    );
  return starts.map((at) => ({ span: { source: document.source, ...itemLines(text, place, at) }, text: "" }));
}

const entryKeys = ["id", "match", "from", "until", "reason", "link"];

/**
 * The edits that give entries other values, undefined for those that go. Entries are given by their index in a document
 * in which they were opened.
 */
export function changeEntries(
  document: Document,
  path: Path,
  indexes: readonly number[],
  changes: Readonly<Record<string, Yaml | undefined>>,
): TextEdit[] {
  const list = valueAt(document, path) as EntryList;
  return indexes.flatMap((index) => {
    const entry = list[index] ?? "";
    const now: Readonly<Record<string, unknown>> = typeof entry === "string" ? { id: entry } : entry;
    const keys = Object.keys(changes).filter((key) => changes[key] !== now[key]);
    const gone = keys.filter((key) => changes[key] === undefined);
    if (keys.length === 0) return [];
    // What goes and what comes could meet at one place, and an id alone has no keys to put others beside.
    if (typeof entry === "string" || (gone.length > 0 && gone.length < keys.length))
      return [rewrite(document, list, index, { ...now, ...changes } as Mapping)];
    return keys.flatMap((key) => {
      const value = changes[key];
      const at = [...path, index, key];
      return value === undefined ? removeAt(document, at) : setAt(document, at, value, entryKeys);
    });
  });
}

/** Writes an item of a list anew, in one line. */
function rewrite(document: Document, list: EntryList, index: number, entry: Mapping): TextEdit {
  const { text } = document.source;
  const place = document.lists.get(list);
  const sorted = Object.fromEntries(entryKeys.map((key) => [key, entry[key]]));
  const isLine = place !== undefined && isInBrackets(text, place);
  return { span: valueSpan(document, list, index), text: inline(asYaml(sorted as unknown as NewEntry), isLine) };
}

/** How a list is sorted: as it stands, or whatever the case of letters; undefined where it is not. */
function sortOf(ids: readonly string[]): ((id: string) => string) | undefined {
  return [(id: string) => id, (id: string) => id.toLowerCase()].find((sort) =>
    ids.every((id, index) => index === 0 || compareText(sort(ids[index - 1] ?? ""), sort(id)) <= 0),
  );
}

/** The index of the first id that comes after another one. */
function firstAfter(ids: readonly string[], sort: (id: string) => string, id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sort(ids[middle] ?? ""), id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Writes an entry before or behind the one whose id starts at an offset, or at the end of the list. */
type Put = (entry: NewEntry, where: "before" | "behind" | "end", at: number) => TextEdit;

function inLines({ source }: Document, place: ListPlace): Put {
  const { text } = source;
  const newline = lineBreakOf(text);
  const indent = indentAt(text, dashBefore(text, place.items[0]?.start ?? 0));
  return (entry, where, at) => {
    const lines = where === "end" ? undefined : itemLines(text, place, at);
    const offset = lines === undefined ? linesEnd(text, place) : where === "before" ? lines.start : lines.end;
    const line = `${indent}- ${inline(asYaml(entry))}`;
    const isOpen = offset === text.length && !text.endsWith("\n");
    return { span: { source, start: offset, end: offset }, text: isOpen ? `${newline}${line}` : `${line}${newline}` };
  };
}

function inBrackets({ source }: Document, { items }: ListPlace): Put {
  const { text } = source;
  const between = text.slice(items[0]?.end ?? 0, items[1]?.start ?? 0);
  const comma = /^,\s+$/.test(between) ? between : ", ";
  return (entry, where, at) => {
    const item = where === "end" ? items.at(-1) : items[lastBefore(items, at)];
    const offset = (where === "before" ? item?.start : item?.end) ?? 0;
    const written = inline(asYaml(entry), true);
    return {
      span: { source, start: offset, end: offset },
      text: where === "before" ? `${written}${comma}` : `${comma}${written}`,
    };
  };
}

function idOf(entry: NewEntry): string {
  return typeof entry === "string" ? entry : entry.id;
}

/** An entry that is nothing but an id is written as the id. */
function asYaml(entry: NewEntry): Yaml {
  if (typeof entry === "string") return entry;
  return Object.entries(entry).every(([key, value]) => key === "id" || value === undefined) ? entry.id : entry;
}
