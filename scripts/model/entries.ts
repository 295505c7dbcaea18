import { normalizeId } from "../runtime/tables/normalize.ts";
import { type Document, type EntryColumns, valueSpan } from "./document.ts";
import { onceForText } from "./once-for.ts";
import type { Source, Span } from "./text/source.ts";
import { endOf, type Instant, startOf } from "./time.ts";

/** A list of customers in columns: the ids as they are compared, where each one is, and when it holds. */
export interface Entries {
  readonly source: Source;
  readonly ids: readonly string[];
  /** Offsets of each id. */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
  /**
   * The first instant at which each entry holds, `-Infinity` if it always has; undefined if no entry has a beginning.
   */
  readonly from: ArrayLike<Instant> | undefined;
  /**
   * The first instant at which each entry no longer holds, `Infinity` if it has no end; undefined if no entry has an
   * end.
   */
  readonly until: ArrayLike<Instant> | undefined;
  /** Where the dates of an entry are, by its index. */
  readonly dates: ReadonlyMap<number, { readonly from?: Span; readonly until?: Span }>;
}

/** The forms that an entry has in the data. */
export type EntryData =
  | string
  | {
      readonly id?: string | undefined;
      /** In place of an id: the beginning of ids, followed by `*`. */
      readonly match?: string | undefined;
      /** In place of an id: a share of all customers, and the salt that it is hashed with. */
      readonly percent?: number | undefined;
      readonly salt?: string | undefined;
      /** In place of an id, or with a share: the condition that must hold. */
      readonly where?: object | undefined;
      readonly from?: string | undefined;
      readonly until?: string | undefined;
    };

/** A list of entries as the data of a document has it. */
export type EntryList = readonly EntryData[];

/** A list is read only once, although each environment and each side of a change asks for it. */
const known = new WeakMap<EntryList, { readonly entries: Entries; readonly ignoreCase: boolean }>();

/**
 * The columns of a list of entries, including the runs that the scanner read, in the order of the file; without its
 * patterns.
 */
export function readEntries(document: Document, list: EntryList, ignoreCase: boolean): Entries {
  const before = known.get(list);
  if (before?.ignoreCase === ignoreCase) return before.entries;
  const entries = readColumns(document, list, ignoreCase);
  known.set(list, { entries, ignoreCase });
  return entries;
}

/** Most dates of entries are the same few. */
const firstInstantOf = onceForText(startOf);
const lastInstantOf = onceForText(endOf);

function readColumns(document: Document, list: EntryList, ignoreCase: boolean): Entries {
  const runs = document.lists.get(list)?.runs ?? new Map<number, EntryColumns>();
  let count = list.length;
  for (const run of runs.values()) count += run.ids.length;
  // Their length is known, and growing them would take as long as filling them.
  const ids = new Array<string>(count);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const dates = new Map<number, { from?: Span; until?: Span }>();
  let from: Float64Array | undefined;
  let until: Float64Array | undefined;
  let next = 0;

  function add(id: string, start: number, end: number, first: string | undefined, last: string | undefined): void {
    ids[next] = normalizeId(id, ignoreCase);
    starts[next] = start;
    ends[next] = end;
    if (first !== undefined || last !== undefined) {
      from ??= new Float64Array(count).fill(-Infinity);
      until ??= new Float64Array(count).fill(Infinity);
      if (first !== undefined) from[next] = firstInstantOf(first);
      if (last !== undefined) until[next] = lastInstantOf(last);
    }
    next++;
  }

  list.forEach((entry, index) => {
    const plain = typeof entry === "string";
    const id = plain ? entry : entry.id;
    if (id === undefined) return;
    const { start, end } = plain ? valueSpan(document, list, index) : valueSpan(document, entry, "id");
    if (plain) add(id, start, end, undefined, undefined);
    else {
      if (entry.from !== undefined || entry.until !== undefined)
        dates.set(next, {
          ...(entry.from === undefined ? {} : { from: valueSpan(document, entry, "from") }),
          ...(entry.until === undefined ? {} : { until: valueSpan(document, entry, "until") }),
        });
      add(id, start, end, entry.from, entry.until);
    }
    const run = runs.get(index);
    if (run === undefined) return;
    for (let at = 0; at < run.ids.length; at++)
      add(run.ids[at] as string, run.starts[at] as number, run.ends[at] as number, run.from?.[at], run.until?.[at]);
  });
  ids.length = next; // patterns are not entries
  const columns = { ids, starts: starts.subarray(0, next), ends: ends.subarray(0, next) };
  return { source: document.source, ...columns, from: from?.subarray(0, next), until: until?.subarray(0, next), dates };
}

/** The first instant at which an entry holds. */
export function fromOf(entries: Entries, index: number): Instant {
  return entries.from?.[index] ?? -Infinity;
}

/** The first instant at which an entry no longer holds. */
export function untilOf(entries: Entries, index: number): Instant {
  return entries.until?.[index] ?? Infinity;
}

/** Whether an entry holds at an instant. */
export function holdsAt(entries: Entries, index: number, at: Instant): boolean {
  return fromOf(entries, index) <= at && at < untilOf(entries, index);
}

/** How many entries hold at an instant, which is also how many customers, since no customer has two that do. */
export function countAt(entries: Entries, at: Instant): number {
  if (entries.from === undefined) return entries.ids.length;
  let count = 0;
  for (let index = 0; index < entries.ids.length; index++) if (holdsAt(entries, index, at)) count++;
  return count;
}

/** Where the id of an entry is. */
export function idSpan(entries: Entries, index: number): Span {
  return { source: entries.source, start: entries.starts[index] ?? 0, end: entries.ends[index] ?? 0 };
}
