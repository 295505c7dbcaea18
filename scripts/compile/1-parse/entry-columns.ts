import type { EntryColumns } from "../../model/document.ts";
import { type EntryReader, readEntry, spacesAt } from "./read-entry.ts";

/** Entries that are in one column of a text, one after the other. */
export interface FoundColumns {
  readonly run: EntryColumns;
  /** Where the last of them ends. */
  readonly end: number;
  /** Where the first line after them starts that has more than a comment. */
  readonly next: number;
  /** Whether an entry that is open ends them. */
  readonly isCut: boolean;
}

/** Shorter runs are not worth a column. */
export const shortestRun = 32;

/** A run that grows by one entry at a time. */
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
 * Reads the entries whose dash is in `column`, from the line at `at` on, without the last of them if more of it may
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

/** A line that is empty or has only a comment. */
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

/** Whether each entry is an id and nothing more, as the children of a customer are. */
export function hasOnlyIds(text: string, { starts }: EntryColumns): boolean {
  return starts.every((start) => /- ["']?$/.test(text.slice(start - 3, start)));
}
