import type { Run } from "../document.ts";
import { type EntryReader, entryReader, readEntry, spacesAt } from "./entry.ts";

/** A run of entries that the scanner took out of a text, behind the entry that stands before them, its head. */
export interface FoundRun {
  readonly run: Run;
  /** Where the head ends. */
  readonly headEnd: number;
  /** Where the last entry of the run ends. */
  readonly end: number;
}

/** A text of the same length in which each run is a comment, and the runs by the offset at which their head starts. */
export interface Scan {
  readonly text: string;
  readonly runs: ReadonlyMap<number, FoundRun>;
}

interface ScanOptions {
  /** How many entries a run has at least; beside an entry that is open one will do, since lists are long there. */
  readonly shortest?: number;
  readonly open?: ReadonlySet<number> | undefined;
}

const none: ReadonlySet<number> = new Set();

/**
 * Finds the runs of plain entries in a text, so that long lists never become syntax trees. It looks at lines alone: the
 * reader of the text that is left must find each head as an item of a list of customers, or else the text was no list.
 * Entries whose ids start at the offsets in `open` are left in the text.
 */
export function scan(text: string, { shortest = 32, open = none }: ScanOptions = {}): Scan {
  const reader = entryReader(text);
  const runs = new Map<number, FoundRun>();
  const pieces: string[] = [];
  let kept = 0;
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; ) {
    if (!readEntry(reader, at)) {
      const lineEnd = text.indexOf("\n", at);
      at = lineEnd < 0 ? text.length : lineEnd + 1;
      continue;
    }
    const { start, idStart } = reader;
    const found = runBehind(reader, open);
    at = reader.next;
    const isCut = open.has(idStart) || (reader.idStart > idStart && open.has(reader.idStart));
    if (found.run.ids.length < (isCut ? 1 : shortest)) continue;
    runs.set(start, found);
    pieces.push(text.slice(kept, found.headEnd), " #".padEnd(found.end - found.headEnd, "-"));
    kept = found.end;
  }
  return { text: pieces.join("") + text.slice(kept), runs };
}

/** A line that is empty or has only a comment. */
const gap = / *(?:#[^\n]*)?\r?(?:\n|$)/y;

/** A run that grows by one entry at a time. */
interface GrowingRun extends FoundRun {
  readonly run: {
    readonly ids: string[];
    readonly starts: number[];
    readonly ends: number[];
    from?: (string | undefined)[];
    until?: (string | undefined)[];
  };
  end: number;
  /** Where the entry before the last one ends. */
  before: number;
}

/** The entries in one column behind the one that was read last, without the last of them if more of it may follow. */
function runBehind(reader: EntryReader, open: ReadonlySet<number>): FoundRun {
  const { text, column, end } = reader;
  const found: GrowingRun = { run: { ids: [], starts: [], ends: [] }, headEnd: end, before: end, end };
  let next = skipGap(text, reader.next);
  while (readEntry(reader, next) && reader.column === column && !open.has(reader.idStart)) {
    add(found, reader);
    next = skipGap(text, reader.next);
  }
  reader.next = next;
  if (next < text.length && spacesAt(text, next) > column) removeLast(found);
  const { run, headEnd } = found;
  return { run, headEnd, end: found.end };
}

/** The start of the next line that has more than a comment. */
function skipGap(text: string, at: number): number {
  let next = at;
  while (next < text.length && "#\r\n".includes(text[next + spacesAt(text, next)] ?? "")) {
    gap.lastIndex = next;
    if (!gap.test(text)) break;
    next = gap.lastIndex;
  }
  return next;
}

function add(found: GrowingRun, { id, idStart, idEnd, from, until, end }: EntryReader): void {
  const { run } = found;
  const count = run.ids.length;
  run.ids.push(id);
  run.starts.push(idStart);
  run.ends.push(idEnd);
  if (from !== undefined) run.from ??= new Array(count).fill(undefined);
  if (until !== undefined) run.until ??= new Array(count).fill(undefined);
  run.from?.push(from);
  run.until?.push(until);
  found.before = found.end;
  found.end = end;
}

function removeLast(found: GrowingRun): void {
  const { run } = found;
  for (const column of [run.ids, run.starts, run.ends, run.from, run.until]) column?.pop();
  found.end = found.before;
}
