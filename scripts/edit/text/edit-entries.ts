import { type Document, keySpan, type ListPlace, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import { addTo } from "../../model/group-by.ts";
import { textOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { compareText } from "../../model/text/words.ts";
import { copyValue } from "./copy-value.ts";
import {
  commentsAbove,
  dashBefore,
  indentAt,
  isInBrackets,
  itemLines,
  lastBefore,
  lineBreakOf,
  lineEnd,
  lineStart,
  linesEnd,
} from "./indented-lines.ts";
import { removeAt, removeItems, removeKeys } from "./remove-key.ts";
import { type Order, setAt } from "./set-key.ts";
import { type Path, valueAt } from "./value-at.ts";
import { putUnderKey } from "./wrap-mapping.ts";
import { asWritten, inline, type Mapping, type Yaml } from "./write-yaml.ts";

/** An entry to be written: an id, or a mapping with one. */
export type NewEntry = string | { readonly id: string; readonly [key: string]: Yaml | undefined };

/**
 * The edits that add entries to a list, each in its place if the list is sorted, otherwise at its end; a missing list
 * is created. Whether a customer is already there is not checked.
 */
export function addEntries(document: Document, path: Path, added: readonly NewEntry[]): TextEdit[] {
  const list = valueAt(document, path);
  const place = Array.isArray(list) ? document.lists.get(list) : undefined;
  const isEmpty = place === undefined || place.items.length === 0;
  if (added.length === 0) return [];
  const outer = added.length > mostInLine ? outermostBrackets(document, path) : undefined;
  if (outer !== undefined) return spread(document, path, outer, added);
  if (isEmpty) return setAt(document, path, added.map(asYaml));

  const { ids, starts } = readEntries(document, list as EntryList, false);
  const put = isInBrackets(document.source.text, place) ? inBrackets(document, place) : inLines(document, place);
  const sort = sortOf(ids);
  if (sort === undefined) return put(added.map(asYaml), "end", 0);
  const sorted = added.toSorted((a, b) => compareText(sort(idOf(a)), sort(idOf(b))));
  const byNext = new Map<number, Yaml[]>();
  for (const entry of sorted) addTo(byNext, firstAfter(ids, sort, sort(idOf(entry))), asYaml(entry));
  return [...byNext].flatMap(([next, items]) => {
    if (next === ids.length) return put(items, "end", 0);
    return next === 0 ? put(items, "before", starts[0] ?? 0) : put(items, "after", starts[next - 1] ?? 0);
  });
}

/** At most this many entries are added to a list in brackets on one line; more turn it into lines. */
const mostInLine = 16;

/** The path of the outermost list or mapping in brackets on one line, along a path; undefined if there is none. */
function outermostBrackets(document: Document, path: Path): Path | undefined {
  const { maps, lists, source } = document;
  const length = path.findIndex((_, index) => {
    const value = valueAt(document, path.slice(0, index + 1)) as object;
    const place = maps.get(value) ?? lists.get(value);
    return place !== undefined && isInBrackets(source.text, place);
  });
  if (length < 0) return undefined;
  const outer = path.slice(0, length + 1);
  const value = valueAt(document, outer) as object;
  const place = maps.get(value) ?? lists.get(value);
  // A list with several lines may have comments in them.
  return place === undefined || source.text.slice(place.start, place.end).includes("\n") ? undefined : outer;
}

/** The edits that rewrite what is in brackets as lines, with entries added to a list in it. */
function spread(document: Document, path: Path, outer: Path, added: readonly NewEntry[]): TextEdit[] {
  const list = (valueAt(document, path) ?? []) as readonly NewEntry[];
  const copy = (copyValue(document, list) ?? list) as readonly Yaml[];
  const sort = sortOf(list.map(idOf));
  const all = [
    ...list.map((entry, index) => ({ id: idOf(entry), item: copy[index] ?? entry })),
    ...added.map((entry) => ({ id: idOf(entry), item: asYaml(entry) })),
  ];
  if (sort !== undefined) all.sort((a, b) => compareText(sort(a.id), sort(b.id)));
  const sorted = all.map(({ item }) => item);
  const within = (value: unknown, keys: Path): Yaml => {
    const [key, ...more] = keys;
    if (key === undefined) return sorted;
    const mapping = (value ?? {}) as Mapping;
    return { ...mapping, [key]: within(mapping[key], more) };
  };
  const around = valueAt(document, outer);
  return setAt(document, outer, within(copyValue(document, around) ?? around, path.slice(outer.length)));
}

/** The edits that append items of any form to a list; a missing list is created, at its place in an order. */
export function addItems(document: Document, path: Path, items: readonly Yaml[], order?: Order): TextEdit[] {
  const list = valueAt(document, path);
  const place = Array.isArray(list) ? document.lists.get(list) : undefined;
  if (items.length === 0) return [];
  if (place === undefined || place.items.length === 0) return setAt(document, path, items, order);
  const put = isInBrackets(document.source.text, place) ? inBrackets(document, place) : inLines(document, place);
  return put(items, "end", 0);
}

/** The edits that insert an item into a list, before the one at an index. */
export function insertItem(document: Document, path: Path, item: Yaml, index: number): TextEdit[] {
  const place = document.lists.get(valueAt(document, path) as object);
  const next = place?.items[index];
  if (place === undefined || next === undefined) return [];
  const put = isInBrackets(document.source.text, place) ? inBrackets(document, place) : inLines(document, place);
  return put([item], "before", next.start);
}

/**
 * The edits that remove entries from a list, given where their ids start. A list that becomes empty is removed with the
 * key that leads to it and everything else that becomes empty, or stays as `[]`.
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
  if (starts.length === all) {
    if (emptied === "goes") return removeAt(document, path);
    return path.at(-1) === "where" ? removeKept(document, path) : empty(document, path, place, starts);
  }
  if (isInBrackets(text, place))
    return removeItems(
      document,
      path,
      starts.map((at) => lastBefore(place.items, at)),
    );
  return starts.map((at) => ({ span: { source: document.source, ...itemLines(text, place, at) }, text: "" }));
}

/** The edits that remove a list of conditions, which is never empty, and leave the mapping around it, if as `{}`. */
function removeKept(document: Document, path: Path): TextEdit[] {
  const around = path.slice(0, -1);
  const isOnly = Object.keys(valueAt(document, around) as object).length === 1;
  return isOnly ? setAt(document, around, {}) : removeAt(document, path);
}

/** The edits that replace a list by `[]`; comments on their own lines stay. */
function empty(document: Document, path: Path, place: ListPlace, starts: readonly number[]): TextEdit[] {
  const { source } = document;
  const { text } = source;
  if (isInBrackets(text, place)) return [{ span: { source, start: place.start, end: place.end }, text: "[]" }];
  const container = valueAt(document, path.slice(0, -1)) as object;
  const { end } = keySpan(document, container, String(path.at(-1)));
  const colon = text.indexOf(":", end) + 1;
  return [
    { span: { source, start: colon, end: colon }, text: " []" },
    ...starts.map((at) => ({ span: { source, ...itemLines(text, place, at) }, text: "" })),
  ];
}

const entryKeys = ["id", "match", "where", "percent", "from", "until", "reason", "link"];

/**
 * The edits that give entries other values, undefined to remove them. Entries are given by their index in a document in
 * which they were opened.
 */
function changeEntries(
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
    if (typeof entry === "string") {
      const id = asWritten(entry, textOf(valueSpan(document, list, index)));
      return [rewrite(document, list, index, { id, ...changes } as Mapping)];
    }
    if (isBare(entry)) return keys.length === gone.length ? [] : putUnderKey(document, entry, "where", changes);
    const at = [...path, index];
    return [
      ...removeKeys(document, at, gone),
      ...keys.flatMap((key) => {
        const value = changes[key];
        return value === undefined ? [] : setAt(document, [...at, key], value, entryKeys, gone);
      }),
    ];
  });
}

/** Whether an entry is a condition without `where` around it. */
function isBare(entry: object): boolean {
  return !entryKeys.slice(0, 4).some((key) => key in entry);
}

/**
 * The edits that give entries other values, by where their ids start. In a long list, only entries that are more than
 * an id are opened.
 */
export function changeEntriesAt(
  document: Document,
  path: Path,
  changes: ReadonlyMap<number, Readonly<Record<string, Yaml | undefined>>>,
  open: (starts: ReadonlySet<number>) => Document,
): TextEdit[] {
  const { source } = document;
  const place = document.lists.get(valueAt(document, path) as object);
  const edits: TextEdit[] = [];
  const others = new Set(changes.keys());
  for (const { ids, starts, ends } of place?.runs.values() ?? [])
    for (let index = 0; index < starts.length; index++) {
      const start = starts[index] as number;
      const changed = changes.get(start);
      if (changed === undefined || source.text[start - 2] !== "-") continue;
      others.delete(start);
      const id = ids[index] as string;
      const entry = { id: asWritten(id, source.text.slice(start, ends[index])), ...changed };
      if (Object.keys(changed).some((key) => changed[key] !== undefined && changed[key] !== ids[index]))
        edits.push({ span: { source, start, end: ends[index] ?? start }, text: inline(asYaml(inOrder(entry))) });
    }
  if (others.size === 0) return edits;
  const opened = open(others);
  const items = opened.lists.get(valueAt(opened, path) as object)?.items ?? [];
  for (const start of others) {
    const index = lastBefore(items, start);
    for (const each of changeEntries(opened, path, [index], changes.get(start) ?? {})) edits.push(each);
  }
  return edits;
}

/** Rewrites an item of a list on one line. */
function rewrite(document: Document, list: EntryList, index: number, entry: Mapping): TextEdit {
  const { text } = document.source;
  const place = document.lists.get(list);
  const isLine = place !== undefined && isInBrackets(text, place);
  return { span: valueSpan(document, list, index), text: inline(asYaml(inOrder(entry)), isLine) };
}

/** An entry with its keys in the usual order. */
function inOrder(entry: Mapping): NewEntry {
  return Object.fromEntries(entryKeys.map((key) => [key, entry[key]])) as unknown as NewEntry;
}

/** How a list is sorted: as it is, or regardless of letter case; undefined if it is not sorted. */
function sortOf(ids: readonly string[]): ((id: string) => string) | undefined {
  return [(id: string) => id, (id: string) => id.toLowerCase()].find((sort) =>
    ids.every((id, index) => index === 0 || compareText(sort(ids[index - 1] ?? ""), sort(id)) <= 0),
  );
}

/** The index of the first id that sorts after another one. */
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

/** Writes entries before or after the one whose id starts at an offset, or at the end of the list. */
type Put = (items: readonly Yaml[], where: "before" | "after" | "end", at: number) => TextEdit[];

function inLines({ source }: Document, place: ListPlace): Put {
  const { text } = source;
  const newline = lineBreakOf(text);
  const indent = indentAt(text, dashBefore(text, place.items[0]?.start ?? 0));
  return (items, where, at) => {
    const lines = where === "end" ? undefined : itemLines(text, place, at);
    const offset = lines === undefined ? linesEnd(text, place) : where === "before" ? lines.start : lines.end;
    const isOpen = offset === text.length && !text.endsWith("\n");
    const written = items.map((item) => `${indent}- ${inline(item)}`);
    const all = written.map((line) => (isOpen ? `${newline}${line}` : `${line}${newline}`));
    return [{ span: { source, start: offset, end: offset }, text: all.join("") }];
  };
}

function inBrackets({ source }: Document, { items }: ListPlace): Put {
  const { text } = source;
  const between = text.slice(items[0]?.end ?? 0, items[1]?.start ?? 0);
  const comma = /^,[ \t]+$/.test(between) ? between : ", ";
  const insert = (offset: number, inserted: string): TextEdit => ({
    span: { source, start: offset, end: offset },
    text: inserted,
  });
  return (entries, where, at) => {
    const written = entries.map((entry) => inline(entry, true));
    const neighbour = where === "end" ? items.at(-1) : items[lastBefore(items, at)];
    if (neighbour === undefined) return [];
    const line = ownLine(text, neighbour);
    if (line === undefined || (line.comma === undefined && neighbour !== items.at(-1)))
      return where === "before"
        ? [insert(neighbour.start, written.map((item) => `${item}${comma}`).join(""))]
        : [insert(neighbour.end, written.map((item) => `${comma}${item}`).join(""))];
    const newline = lineBreakOf(text);
    const isLast = where !== "before" && line.comma === undefined;
    const lines = written.map((item, index) => {
      const isWithout = isLast && index === written.length - 1;
      return `${line.indent}${item}${isWithout ? "" : ","}${newline}`;
    });
    return [
      ...(isLast ? [insert(neighbour.end, ",")] : []),
      insert(where === "before" ? commentsAbove(text, neighbour.start) : line.end, lines.join("")),
    ];
  };
}

/** The line that an item in brackets has for itself and its comment; undefined if the line has more. */
function ownLine(text: string, { start, end }: { readonly start: number; readonly end: number }) {
  const indent = text.slice(lineStart(text, start), start);
  const stop = lineEnd(text, end);
  const [, comma] = /^(,)?[ \t]*(?:(?<=[ \t])#[^\n]*)?\r?\n$/.exec(text.slice(end, stop)) ?? [undefined, null];
  return comma === null || indent.trim() !== "" ? undefined : { indent, comma, end: stop };
}

function idOf(entry: NewEntry): string {
  return typeof entry === "string" ? entry : entry.id;
}

/** An entry that is only an id is written as the id. */
function asYaml(entry: NewEntry | Mapping): Yaml {
  if (typeof entry === "string" || entry.id === undefined) return entry;
  return Object.entries(entry).every(([key, value]) => key === "id" || value === undefined) ? entry.id : entry;
}
