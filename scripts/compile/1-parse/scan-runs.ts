import { type FoundColumns, none, readColumns, shortestRun } from "./entry-columns.ts";
import { entryReader, readEntry } from "./read-entry.ts";

/** A run of entries that the scanner removed from a text, after its head, the entry before them. */
export interface ScannedColumns extends Pick<FoundColumns, "run" | "end"> {
  /** Where the head ends. */
  readonly headEnd: number;
}

/** A text of the same length in which each run is a comment, and the runs by the offset at which their head starts. */
interface Scan {
  readonly text: string;
  readonly runs: ReadonlyMap<number, ScannedColumns>;
}

interface ScanOptions {
  /** The minimum number of entries of a run; next to an open entry one is enough, since lists are long there. */
  readonly shortest?: number;
  readonly open?: ReadonlySet<number> | undefined;
}

/**
 * Finds the runs of plain entries in a text, so that long lists never become syntax trees. It only looks at lines: the
 * reader of the remaining text must find each head as an item of a list of customers, otherwise the text was not a
 * list. Entries whose ids start at the offsets in `open` stay in the text.
 */
export function scanRuns(text: string, { shortest = shortestRun, open = none }: ScanOptions = {}): Scan {
  const reader = entryReader(text);
  const runs = new Map<number, ScannedColumns>();
  const pieces: string[] = [];
  let kept = 0;
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; ) {
    if (!readEntry(reader, at)) {
      const lineEnd = text.indexOf("\n", at);
      at = lineEnd < 0 ? text.length : lineEnd + 1;
      continue;
    }
    const { start, idStart, column, end: headEnd, next } = reader;
    const found = readColumns(reader, next, column, headEnd, open);
    at = found.next;
    const isCut = open.has(idStart) || found.isCut;
    if (found.run.ids.length < (isCut ? 1 : shortest)) continue;
    runs.set(start, { run: found.run, headEnd, end: found.end });
    pieces.push(text.slice(kept, headEnd), " #".padEnd(found.end - headEnd, "-"));
    kept = found.end;
  }
  return { text: pieces.join("") + text.slice(kept), runs };
}
