/**
 * A text that is read in parts, because making a string of a long one takes longer than most questions about it. A
 * string is one as well.
 */
export interface Characters {
  readonly length: number;
  /** Its bytes, if each of them is a character. */
  readonly bytes?: Uint8Array;
  slice(start: number, end?: number): string;
  indexOf(part: string, from: number): number;
  lastIndexOf(part: string, from: number): number;
  /** Gives its memory to the next text, if it has its own; nobody may read it afterwards. */
  release?(): void;
}

/** How many units two texts begin with in common. */
export function commonStart(one: Characters, other: Characters): number {
  const most = Math.min(one.length, other.length);
  return grow(most, (from, to) => isSame(one, other, from, to, 0));
}

/** How many units two texts end with in common, after some at the start of each. */
export function commonEnd(one: Characters, other: Characters, start: number): number {
  const most = Math.min(one.length, other.length) - start;
  const shift = other.length - one.length;
  return grow(most, (from, to) => isSame(one, other, one.length - to, one.length - from, shift));
}

/** Whether a part of a text is in another, some units later. */
function isSame(one: Characters, other: Characters, from: number, to: number, shift: number): boolean {
  if (one.bytes === undefined || other.bytes === undefined)
    return one.slice(from, to) === other.slice(from + shift, to + shift);
  return Buffer.compare(one.bytes.subarray(from, to), other.bytes.subarray(from + shift, to + shift)) === 0;
}

/** The largest number up to a maximum for which all ranges below it are the same. */
function grow(most: number, isSame: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let step = 1 << 16; step > 0; step >>= 1) while (at + step <= most && isSame(at, at + step)) at += step;
  return at;
}
