import type { EntryColumns, ListPlace, MapPlace, Range } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import { hasOnlyIds, readColumns, shortestRun, skipGap } from "./entry-columns.ts";
import { holdsCustomers, holdsNumbers, holdsOnlyIds } from "./list-paths.ts";
import { newMapping } from "./new-mapping.ts";
import type { PlacedData } from "./read-data.ts";
import { type EntryReader, entryReader, spacesAt } from "./read-entry.ts";
import { isQuote, keyAt, meaningOf, noValue, quotedAt, textAt } from "./scalar-text.ts";

/**
 * A text that is being read. Once something in it is not plain, all of it counts as read, so that every loop ends by
 * itself; the result is then discarded.
 */
interface Reading {
  readonly text: string;
  readonly maps: Map<object, MapPlace>;
  readonly lists: Map<object, ListPlace>;
  readonly entries: EntryReader;
  /** Fewer entries do not make a run. */
  readonly shortest: number;
  readonly open: ReadonlySet<number> | undefined;
  /** The keys that lead to the current node; undefined for an item of a list. */
  readonly path: (string | undefined)[];
  /** How far it has been read. */
  at: number;
  /** The column in which the current line begins, or the mapping after a dash; -1 after the last line. */
  column: number;
  /** Where the node that was read last starts. */
  start: number;
  end: number;
  isPlain: boolean;
}

interface PlainOptions {
  /** Whether a decimal integer is a number everywhere, not only below `properties` and `rollout`. */
  readonly numbers?: boolean;
  /** The minimum number of entries of a run. */
  readonly shortest?: number;
  /** Where the ids start of entries that must not be in a run. */
  readonly open?: ReadonlySet<number> | undefined;
}

/** No document of ours is deeper. */
const deepest = 20;

/**
 * Reads a text as `yaml` would, if it is written in the usual way: block mappings and lists, single-line texts,
 * brackets, comments. Undefined for anything else and for anything wrong, which is left to `yaml`.
 */
export function readFast(
  { text }: Source,
  { numbers = false, shortest = shortestRun, open }: PlainOptions = {},
): PlacedData | undefined {
  const { maps, lists } = { maps: new Map<object, MapPlace>(), lists: new Map<object, ListPlace>() };
  const entries = entryReader(text);
  const places = { at: 0, column: 0, start: 0, end: 0 };
  const reading: Reading = { text, maps, lists, entries, shortest, open, path: [], ...places, isPlain: true };
  goToLine(reading, text.startsWith("\ufeff") ? 1 : 0);
  const data = isOpening(reading) ? readInline(reading, -1, numbers) : readBlock(reading, numbers);
  if (!reading.isPlain || reading.column >= 0) return undefined;
  return { data, maps, lists, findings: [], broken: false, fits: true };
}

function stepAside(reading: Reading): null {
  reading.isPlain = false;
  reading.at = reading.text.length;
  reading.column = -1;
  return null;
}

/** Moves to the first character of the next line that has more than a comment. */
function goToLine(reading: Reading, at: number): void {
  const line = skipGap(reading.text, at);
  const column = spacesAt(reading.text, line);
  reading.at = line + column;
  reading.column = reading.at < reading.text.length ? column : -1;
}

const lineEnd = /(?: +#[^\n]*| *)\r?(?:\n|$)/y;

/** Moves to the next line, if only a comment is left of the current one. */
function endLine(reading: Reading): boolean {
  lineEnd.lastIndex = reading.at;
  if (!lineEnd.test(reading.text)) return false;
  goToLine(reading, lineEnd.lastIndex);
  return true;
}

/** Reads the mapping or list whose first line is the current one. */
function readBlock(reading: Reading, numbers: boolean): object | null {
  if (reading.column < 0 || reading.path.length > deepest) return stepAside(reading);
  return isDash(reading) ? readList(reading, reading.column, numbers) : readMap(reading, reading.column, numbers);
}

function isDash({ text, at }: Reading): boolean {
  return text[at] === "-" && text[at + 1] === " ";
}

function isOpening({ text, at }: Reading): boolean {
  return text[at] === "{" || text[at] === "[";
}

function readMap(reading: Reading, column: number, numbers: boolean): object {
  const map = startMap(reading);
  while (reading.column === column) {
    const name = readKey(reading, map);
    const value = endLine(reading)
      ? reading.column > column || (reading.column === column && isDash(reading))
        ? readBlock(reading, holdsNumbers(reading.path, numbers))
        : stepAside(reading)
      : readInline(reading, column, holdsNumbers(reading.path, numbers));
    addValue(reading, map, name, value);
  }
  if (reading.column > column) stepAside(reading);
  return endMap(reading, map, map.end);
}

/** Reads what follows a key or a dash in its line, up to the next line. */
function readInline(reading: Reading, column: number, numbers: boolean): unknown {
  reading.at += spacesAt(reading.text, reading.at);
  const value = readFlow(reading, column, numbers, false);
  return endLine(reading) ? value : stepAside(reading);
}

function readList(reading: Reading, column: number, numbers: boolean): object {
  const { text, path } = reading;
  const list = { data: [] as unknown[], items: [] as Range[], runs: new Map<number, EntryColumns>() };
  const start = reading.at;
  const mayRun = holdsCustomers(path);
  const onlyIds = holdsOnlyIds(path);
  let end = start;
  // What was too short for a run is not tried again as the rest of one.
  let looked = 0;
  path.push(undefined);
  while (reading.column === column && isDash(reading)) {
    list.data.push(readItem(reading, column, numbers));
    list.items.push({ start: reading.start, end: reading.end });
    end = reading.end;
    const line = reading.at - reading.column;
    if (!mayRun || reading.column !== column || line < looked) continue;
    const found = readColumns(reading.entries, line, column, end, reading.open);
    looked = found.next;
    if (found.run.ids.length < (found.isCut ? 1 : reading.shortest) || (onlyIds && !hasOnlyIds(text, found.run)))
      continue;
    list.runs.set(list.items.length - 1, found.run);
    end = found.end;
    goToLine(reading, found.next);
  }
  path.pop();
  if (reading.column > column) stepAside(reading);
  reading.lists.set(list.data, { start, end, items: list.items, runs: list.runs });
  reading.start = start;
  reading.end = end;
  return list.data;
}

/** Reads an item: a single-line value, or a mapping that begins after the dash. */
function readItem(reading: Reading, column: number, numbers: boolean): unknown {
  const inner = column + 1 + spacesAt(reading.text, reading.at + 1);
  reading.at += inner - column;
  if (keyAt(reading.text, reading.at, false) === undefined) return readInline(reading, column, numbers);
  reading.column = inner;
  return readMap(reading, inner, numbers);
}

/** Reads a value in brackets or on one line; lines inside brackets are indented deeper than `column`. */
function readFlow(reading: Reading, column: number, numbers: boolean, inFlow: boolean): unknown {
  const { text, at } = reading;
  if (reading.path.length > deepest) return stepAside(reading);
  if (text[at] === "{") return readFlowMap(reading, column, numbers);
  if (text[at] === "[") return readFlowList(reading, column, numbers);
  const isQuoted = isQuote(text[at]);
  const found = isQuoted ? quotedAt(text, at) : textAt(text, at, inFlow);
  const value = found === undefined || isQuoted ? found?.value : meaningOf(found.value, numbers);
  if (found === undefined || value === noValue) return stepAside(reading);
  reading.start = at;
  reading.at = reading.end = found.end;
  return value;
}

function readFlowMap(reading: Reading, column: number, numbers: boolean): object {
  const map = startMap(reading);
  openFlow(reading, column);
  while (reading.isPlain && reading.text[reading.at] !== "}") {
    const name = readKey(reading, map, true);
    reading.at += spacesAt(reading.text, reading.at);
    addValue(reading, map, name, readFlow(reading, column, holdsNumbers(reading.path, numbers), true));
    endFlowItem(reading, column, "}");
  }
  reading.at++;
  return endMap(reading, map, reading.at);
}

function readFlowList(reading: Reading, column: number, numbers: boolean): object {
  const data: unknown[] = [];
  const items: Range[] = [];
  const start = reading.at;
  reading.path.push(undefined);
  openFlow(reading, column);
  while (reading.isPlain && reading.text[reading.at] !== "]") {
    data.push(readFlow(reading, column, numbers, true));
    items.push({ start: reading.start, end: reading.end });
    endFlowItem(reading, column, "]");
  }
  reading.path.pop();
  reading.at++;
  reading.start = start;
  reading.end = reading.at;
  reading.lists.set(data, { start, end: reading.end, items, runs: new Map() });
  return data;
}

/** Skips the space between parts inside brackets; a line there must be indented deeper than `column`. */
function skipFlowSpace(reading: Reading, column: number): void {
  const { text } = reading;
  for (;;) {
    reading.at += spacesAt(text, reading.at);
    const isLineEnd = text[reading.at] === "\n" || text.startsWith("\r\n", reading.at);
    // Below a key a tab may be a mistake; in package.json it never is.
    if (!isLineEnd && !(column < 0 && text[reading.at] === "\t")) return;
    reading.at += text[reading.at] === "\r" ? 2 : 1;
    if (isLineEnd && column >= 0 && spacesAt(text, reading.at) <= column) stepAside(reading);
  }
}

function openFlow(reading: Reading, column: number): void {
  reading.at++;
  skipFlowSpace(reading, column);
}

/** Moves on to the next item, or to the closing bracket. */
function endFlowItem(reading: Reading, column: number, closing: string): void {
  skipFlowSpace(reading, column);
  const isLast = reading.text[reading.at] !== ",";
  if (!isLast) openFlow(reading, column);
  if ((reading.text[reading.at] === closing) !== isLast) stepAside(reading);
}

/** A mapping that is being read. */
interface GrowingMap {
  readonly data: Record<string, unknown>;
  readonly keys: Map<string, Range>;
  readonly values: Map<string, Range>;
  readonly start: number;
  end: number;
}

function startMap({ at }: Reading): GrowingMap {
  return { data: newMapping(), keys: new Map(), values: new Map(), start: at, end: at };
}

/** Reads a key and its colon; the key stays on the path until its value has been read. */
function readKey(reading: Reading, { keys }: GrowingMap, inFlow = false): string {
  const key = keyAt(reading.text, reading.at, inFlow);
  const name = key?.value ?? "";
  reading.path.push(name);
  if (key === undefined || keys.has(name)) stepAside(reading);
  else {
    keys.set(name, { start: reading.at, end: key.end });
    reading.at = key.end + 1;
  }
  return name;
}

function addValue(reading: Reading, map: GrowingMap, name: string, value: unknown): void {
  reading.path.pop();
  map.data[name] = value;
  map.values.set(name, { start: reading.start, end: reading.end });
  map.end = reading.end;
}

function endMap(reading: Reading, { data, keys, values, start }: GrowingMap, end: number): object {
  reading.maps.set(data, { start, end, keys, values });
  reading.start = start;
  reading.end = end;
  return data;
}
