import { type Entries, fromOf, untilOf } from "./entries.ts";

/** One entry among several lists: the number of the list, and its index there. */
interface Occurrence {
  readonly list: number;
  readonly index: number;
}

/** Two entries of one customer that hold at the same time; `first` comes earlier in the file. */
export interface Overlap {
  readonly id: string;
  readonly first: Occurrence;
  readonly second: Occurrence;
}

/**
 * For each entry that holds at the same time as an earlier one of the same customer, that earlier one. The lists are in
 * one file. Looks only at ids that occur more than once, so a list without repetition costs one pass.
 */
export function findOverlaps(lists: readonly Entries[]): readonly Overlap[] {
  const overlaps: Overlap[] = [];
  for (const [id, occurrences] of repeated(lists)) {
    // Sorted by their beginning, an entry overlaps an earlier one if and only if it begins before the latest end so
    // far.
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

/** Up to this many ids, a set is faster than a table. */
const few = 100;

/** The ids that occur more than once, with all their occurrences in order. */
function repeated(lists: readonly Entries[]): ReadonlyMap<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  const starts = [0];
  for (const { ids } of lists) starts.push((starts.at(-1) ?? 0) + ids.length);
  const total = starts.at(-1) ?? 0;
  if (total <= few && areDistinct(lists, total)) return found;
  // A million customers cost no objects.
  const slots = makeSlots(total);
  let number = 0;
  for (const [list, { ids }] of lists.entries())
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] as string;
      number++;
      const first = takeSlot(slots, hashOf(id), number, (other) => idOf(lists, starts, other) === id);
      if (first === number) continue;
      const occurrences = found.get(id);
      if (occurrences !== undefined) occurrences.push({ list, index });
      else found.set(id, [locate(starts, first), { list, index }]);
    }
  return found;
}

function areDistinct(lists: readonly Entries[], total: number): boolean {
  const ids = new Set<string>();
  for (const list of lists) for (const id of list.ids) ids.add(id);
  return ids.size === total;
}

/** An open-addressed table of numbers from 1, each below the high bits of a hash that are free. */
interface Slots {
  readonly numbers: Int32Array;
  /** The bits of a number. */
  readonly mask: number;
}

function makeSlots(most: number): Slots {
  const bits = Math.ceil(Math.log2(most + 1));
  return { numbers: new Int32Array(2 ** (bits + 1)), mask: 2 ** bits - 1 };
}

/** The number that a slot already has for an id, or else the one that it gets now. */
function takeSlot({ numbers, mask }: Slots, hash: number, number: number, isSame: (other: number) => boolean): number {
  for (let slot = hash & (numbers.length - 1); ; slot = (slot + 1) & (numbers.length - 1)) {
    const found = numbers[slot] as number;
    if (found === 0) {
      numbers[slot] = (hash & ~mask) | number;
      return number;
    }
    if (((found ^ hash) & ~mask) === 0 && isSame(found & mask)) return found & mask;
  }
}

function hashOf(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x9e3779b1);
  // Multiplication carries only upwards, and slots are found by the low bits.
  return hash ^ (hash >>> 15);
}

function idOf(lists: readonly Entries[], starts: readonly number[], number: number): string | undefined {
  const { list, index } = locate(starts, number);
  return lists[list]?.ids[index];
}

function locate(starts: readonly number[], number: number): Occurrence {
  const list = starts.findLastIndex((start) => start < number);
  return { list, index: number - 1 - (starts[list] as number) };
}
