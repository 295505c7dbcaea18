import type { EntryColumns } from "../../model/document.ts";
import { type EntryReader, readEntry, spacesAt } from "./read-entry.ts";

/** Consecutive entries at the same indentation, in columns. */
export interface FoundColumns {
  readonly run: EntryColumns;
  /** Where the last of them ends. */
  readonly end: number;
  /** Where the next line starts that has more than a comment. */
  readonly next: number;
  /** Whether they end because the next entry is open. */
  readonly isCut: boolean;
}

/** Shorter runs are not worth columns. */
export const shortestRun = 32;

/** A run to which entries are added, with room for more of them. */
interface GrowingRun {
  count: number;
  readonly ids: string[];
  starts: Int32Array;
  ends: Int32Array;
  from?: (string | undefined)[];
  until?: (string | undefined)[];
}

const noOffsets = new Int32Array(0);

/** No entry is open. */
export const none: ReadonlySet<number> = new Set();

/**
 * Reads the entries whose dash is in `column`, starting with the line at `at`, without the last one if more of it may
 * follow; `end` is where the run ends if there are none. An entry whose id starts at an offset in `open` ends the run.
 */
export function readColumns(
  reader: EntryReader,
  at: number,
  column: number,
  end: number,
  open: ReadonlySet<number> = none,
): FoundColumns {
  const { text } = reader;
  const run: GrowingRun = { count: 0, ids: [], starts: noOffsets, ends: noOffsets };
  const start = skipGap(text, at);
  let next = start;
  let [line, last, before] = [next, end, end];
  let isCut = false;
  while (readEntry(reader, next) && reader.column === column) {
    isCut = open.has(reader.idStart);
    if (isCut) break;
    if (run.count === run.starts.length) grow(run, (text.length - start) / (next - start));
    add(run, reader);
    line = next;
    before = last;
    last = reader.end;
    next = skipGap(text, reader.next);
  }
  const goesOn = next < text.length && spacesAt(text, next) > column && run.count > 0;
  if (goesOn) run.count--;
  return { run: finished(run), end: goesOn ? before : last, next: goesOn ? line : next, isCut };
}

/** Makes room for a text that has this many times as many entries at most, since a list that grows is copied each time. */
function grow(run: GrowingRun, most: number): void {
  const room = run.count < shortestRun ? 4 * run.count + 4 : Math.ceil(run.count * Math.max(most, 1.1)) + 1;
  run.ids.length = room;
  for (const column of ["starts", "ends"] as const) {
    const grown = new Int32Array(room);
    grown.set(run[column]);
    run[column] = grown;
  }
}

function add(run: GrowingRun, { id, idStart, idEnd, from, until }: EntryReader): void {
  const place = run.count++;
  run.ids[place] = id;
  run.starts[place] = idStart;
  run.ends[place] = idEnd;
  if (from !== undefined) run.from ??= new Array(place).fill(undefined);
  if (until !== undefined) run.until ??= new Array(place).fill(undefined);
  if (run.from !== undefined) run.from[place] = from;
  if (run.until !== undefined) run.until[place] = until;
}

function finished({ count, ids, starts, ends, from, until }: GrowingRun): EntryColumns {
  for (const column of [ids, from, until]) if (column !== undefined) column.length = count;
  const dates = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
  // A view of a short array takes more memory than a copy.
  const cut = (column: Int32Array) => (count < shortestRun ? column.slice(0, count) : column.subarray(0, count));
  return { ids, starts: cut(starts), ends: cut(ends), ...dates };
}

/** An empty line, or one with only a comment. */
const gap = / *(?:#[^\n]*)?\r?(?:\n|$)/y;

/** The start of the next line that has more than a comment. */
export function skipGap(text: string, at: number): number {
  let next = at;
  while (next < text.length && "#\r\n".includes(text[next + spacesAt(text, next)] ?? "")) {
    gap.lastIndex = next;
    if (!gap.test(text)) break;
    next = gap.lastIndex;
  }
  return next;
}

/** Whether each entry is only an id, as the children of a customer are. */
export function hasOnlyIds(text: string, { starts }: EntryColumns): boolean {
  return starts.every((start) => /- ["']?$/.test(text.slice(start - 3, start)));
}
