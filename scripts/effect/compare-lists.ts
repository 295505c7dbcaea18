import { type Entries, fromOf, untilOf } from "../model/entries.ts";
import type { Pattern } from "../model/model.ts";

/** A list on both sides; a side may not have it. */
export type Lists = readonly [before: Entries | undefined, after: Entries | undefined];

/** The patterns of a group on both sides. */
export type PatternLists = readonly [before: readonly Pattern[], after: readonly Pattern[]];

/** The ids whose entries differ between two lists. Most lists have not changed, or only somewhere in the middle. */
export function* changedIds([before, after]: Lists): Generator<string> {
  // A list that both sides share is the same object.
  if (before === after) return;
  const [count, otherCount] = [before?.ids.length ?? 0, after?.ids.length ?? 0];
  const isSame = (index: number, other: number): boolean =>
    before?.ids[index] === after?.ids[other] && windowOf(before, index) === windowOf(after, other);
  let start = 0;
  while (start < count && start < otherCount && isSame(start, start)) start++;
  let behind = 0;
  while (behind < Math.min(count, otherCount) - start && isSame(count - behind - 1, otherCount - behind - 1)) behind++;
  const windows = windowsIn(before, start, count - behind);
  const own = windowsIn(after, start, otherCount - behind);
  for (const [id, text] of own) if (windows.get(id) !== text) yield id;
  for (const id of windows.keys()) if (!own.has(id)) yield id;
}

function windowsIn(entries: Entries | undefined, start: number, end: number): ReadonlyMap<string, string> {
  const windows = new Map<string, string>();
  for (let index = start; index < end; index++) {
    const id = entries?.ids[index] as string;
    windows.set(id, `${windows.get(id) ?? ""}${windowOf(entries, index)} `);
  }
  return windows;
}

function windowOf(entries: Entries | undefined, index: number): string {
  if (entries === undefined || (entries.from === undefined && entries.until === undefined)) return "";
  const [from, until] = [fromOf(entries, index), untilOf(entries, index)];
  return from === -Infinity && until === Infinity ? "" : `${from}..${until}`;
}

/** For each id, the lists it is in, on which sides and when. */
export function entriesById(lists: readonly Lists[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [number, pair] of lists.entries())
    for (const [revision, entries] of pair.entries())
      for (let index = 0; index < (entries?.ids.length ?? 0); index++) {
        const id = entries?.ids[index] as string;
        found.set(id, `${found.get(id) ?? ""}${number}.${revision}${windowOf(entries, index)},`);
      }
  return found;
}

/** Finds which of some prefixes an id has; there may be many, but of few lengths. */
export function prefixFinder(prefixes: readonly string[]): (id: string) => string {
  const known = new Set(prefixes);
  const lengths = [...new Set(prefixes.map(({ length }) => length))];
  return (id) => lengths.map((length) => (known.has(id.slice(0, length)) ? length : "")).join();
}

/** The prefixes of patterns that differ between two lists. */
export function* changedPrefixes(pair: PatternLists): Generator<string> {
  const [before, after] = pair.map((patterns) => new Map(patterns.map((each) => [patternKey(each), each])));
  for (const [key, { prefix }] of before ?? []) if (!after?.has(key)) yield prefix;
  for (const [key, { prefix }] of after ?? []) if (!before?.has(key)) yield prefix;
}

function patternKey({ prefix, from, until }: Pattern): string {
  return JSON.stringify([prefix, `${from}`, `${until}`]);
}
