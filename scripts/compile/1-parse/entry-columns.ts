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

/** A run to which entries are added. */
interface GrowingRun {
  readonly ids: string[];
  readonly starts: number[];
  readonly ends: number[];
  from?: (string | undefined)[];
  until?: (string | undefined)[];
}

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
  const run: GrowingRun = { ids: [], starts: [], ends: [] };
  let next = skipGap(text, at);
  let [line, last, before] = [next, end, end];
  let isCut = false;
  while (readEntry(reader, next) && reader.column === column) {
    isCut = open.has(reader.idStart);
    if (isCut) break;
    add(run, reader);
    line = next;
    before = last;
    last = reader.end;
    next = skipGap(text, reader.next);
  }
  const goesOn = next < text.length && spacesAt(text, next) > column;
  if (!goesOn || run.ids.length === 0) return { run, end: last, next, isCut };
  for (const column of [run.ids, run.starts, run.ends, run.from, run.until]) column?.pop();
  return { run, end: before, next: line, isCut };
}

function add(run: GrowingRun, { id, idStart, idEnd, from, until }: EntryReader): void {
  const count = run.ids.length;
  run.ids.push(id);
  run.starts.push(idStart);
  run.ends.push(idEnd);
  if (from !== undefined) run.from ??= new Array(count).fill(undefined);
  if (until !== undefined) run.until ??= new Array(count).fill(undefined);
  run.from?.push(from);
  run.until?.push(until);
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
