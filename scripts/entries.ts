import { type Document, valueSpan } from "./document.ts";
import { normalizeId } from "./runtime/normalize.ts";
import type { Source, Span } from "./source.ts";
import { endOf, type Instant, startOf } from "./time.ts";

/** A list of customers in columns: the ids as they are compared, where each stands, and when it holds. */
export interface Entries {
  readonly source: Source;
  readonly ids: readonly string[];
  /** Offsets of each id. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The first instant of each, `-Infinity` without one; undefined where no entry has any. */
  readonly from: readonly Instant[] | undefined;
  /** The first instant at which each no longer holds, `Infinity` without one; undefined where no entry has any. */
  readonly until: readonly Instant[] | undefined;
  /** Where the dates of an entry stand, by its index. */
  readonly dates: ReadonlyMap<number, { readonly from?: Span; readonly until?: Span }>;
}

/** What an entry may be in the data. */
export type EntryData =
  | string
  | {
      readonly id?: string | undefined;
      /** Instead of an id: the beginning of ids, and a `*`. */
      readonly match?: string | undefined;
      readonly from?: string | undefined;
      readonly until?: string | undefined;
    };

export type EntryList = readonly EntryData[];

/** The columns of a list of entries, with the runs that the scanner read, in the order of the file; without its patterns. */
export function readEntries(document: Document, list: EntryList, ignoreCase: boolean): Entries {
  const ids: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const from: Instant[] = [];
  const until: Instant[] = [];
  const dates = new Map<number, { from?: Span; until?: Span }>();
  let dated = false;

  const runs = document.lists.get(list)?.runs;
  list.forEach((entry, index) => {
    const plain = typeof entry === "string";
    const id = plain ? entry : entry.id;
    if (id === undefined) return;
    const span = plain ? valueSpan(document, list, index) : valueSpan(document, entry, "id");
    if (!plain && (entry.from !== undefined || entry.until !== undefined)) {
      dated = true;
      dates.set(ids.length, {
        ...(entry.from === undefined ? {} : { from: valueSpan(document, entry, "from") }),
        ...(entry.until === undefined ? {} : { until: valueSpan(document, entry, "until") }),
      });
    }
    ids.push(normalizeId(id, ignoreCase));
    starts.push(span.start);
    ends.push(span.end);
    from.push(plain || entry.from === undefined ? -Infinity : startOf(entry.from));
    until.push(plain || entry.until === undefined ? Infinity : endOf(entry.until));

    const run = runs?.get(index);
    if (run === undefined) return;
    for (let at = 0; at < run.ids.length; at++) {
      const first = run.from?.[at];
      const last = run.until?.[at];
      ids.push(normalizeId(run.ids[at] as string, ignoreCase));
      starts.push(run.starts[at] as number);
      ends.push(run.ends[at] as number);
      from.push(first === undefined ? -Infinity : startOf(first));
      until.push(last === undefined ? Infinity : endOf(last));
    }
    dated ||= run.from !== undefined || run.until !== undefined;
  });
  return {
    source: document.source,
    ids,
    starts,
    ends,
    from: dated ? from : undefined,
    until: dated ? until : undefined,
    dates,
  };
}

/** The first instant at which an entry holds. */
export function fromOf(entries: Entries, index: number): Instant {
  return entries.from?.[index] ?? -Infinity;
}

/** The first instant at which an entry no longer holds. */
export function untilOf(entries: Entries, index: number): Instant {
  return entries.until?.[index] ?? Infinity;
}

/** Where the id of an entry stands. */
export function idSpan(entries: Entries, index: number): Span {
  return { source: entries.source, start: entries.starts[index] ?? 0, end: entries.ends[index] ?? 0 };
}
