import { type Entries, fromOf, untilOf } from "./entries.ts";

/** One entry among several lists: the number of the list, and its index there. */
export interface Occurrence {
  readonly list: number;
  readonly index: number;
}

/** Two entries of one customer that hold at the same time; `first` stands earlier in the file. */
export interface Overlap {
  readonly id: string;
  readonly first: Occurrence;
  readonly second: Occurrence;
}

/**
 * For each entry that holds at the same time as an earlier one of the same customer, that earlier one. The lists stand in
 * one file.
 * Looks only at ids that occur more than once, so a list without repetition costs one pass.
 */
export function findOverlaps(lists: readonly Entries[]): readonly Overlap[] {
  const overlaps: Overlap[] = [];
  for (const [id, occurrences] of repeated(lists)) {
    // Sorted by their beginning, an entry overlaps an earlier one if and only if it begins before the latest end so far.
    const byStart = occurrences.toSorted(
      (a, b) => fromIn(lists, a) - fromIn(lists, b) || placeIn(lists, a) - placeIn(lists, b),
    );
    let latest: Occurrence | undefined;
    for (const occurrence of byStart) {
      if (fromIn(lists, occurrence) >= untilIn(lists, occurrence)) continue;
      if (latest !== undefined && fromIn(lists, occurrence) < untilIn(lists, latest)) {
        const isInOrder = placeIn(lists, latest) < placeIn(lists, occurrence);
        overlaps.push(
          isInOrder ? { id, first: latest, second: occurrence } : { id, first: occurrence, second: latest },
        );
      }
      if (latest === undefined || untilIn(lists, occurrence) > untilIn(lists, latest)) latest = occurrence;
    }
  }
  return overlaps;
}

function fromIn(lists: readonly Entries[], { list, index }: Occurrence): number {
  return fromOf(lists[list] as Entries, index);
}

function untilIn(lists: readonly Entries[], { list, index }: Occurrence): number {
  return untilOf(lists[list] as Entries, index);
}

function placeIn(lists: readonly Entries[], { list, index }: Occurrence): number {
  return lists[list]?.starts[index] ?? 0;
}

/** The ids that occur more than once, with all their occurrences in order. */
function repeated(lists: readonly Entries[]): ReadonlyMap<string, Occurrence[]> {
  const seen = new Map<string, number>();
  const found = new Map<string, Occurrence[]>();
  // A first occurrence is kept as one number, so that a million customers cost no objects.
  const starts = [0];
  for (const entries of lists) starts.push((starts.at(-1) ?? 0) + entries.ids.length);
  lists.forEach((entries, list) => {
    const { ids } = entries;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] as string;
      const first = seen.get(id);
      if (first === undefined) {
        seen.set(id, (starts[list] as number) + index);
        continue;
      }
      const occurrences = found.get(id);
      if (occurrences !== undefined) occurrences.push({ list, index });
      else found.set(id, [locate(starts, first), { list, index }]);
    }
  });
  return found;
}

function locate(starts: readonly number[], number: number): Occurrence {
  const list = starts.findLastIndex((start) => start <= number);
  return { list, index: number - (starts[list] as number) };
}
