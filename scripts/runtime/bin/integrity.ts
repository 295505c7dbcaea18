import { inOrder } from "./sections.ts";

/** The beginning of a flags.bin: seven letters and its format, its length, and two checksums of what follows. */
const letters = "flagbin";
const format = 1;
const lengthAt = 8;
const checksumsAt = 12;

/** Where its content begins. */
export const contentAt = 24;

/** The beginning of a file. */
interface Stamped {
  readonly beginning: Uint8Array<ArrayBuffer>;
  /** What distinguishes the file from any other, and where its head ends, with the checksums until there. */
  readonly stamp: string;
}

/** The beginning of a file from the parts of its head and of the rest, whose lengths are multiples of eight. */
export function stampOf(head: readonly Uint8Array<ArrayBuffer>[], rest: readonly Uint8Array<ArrayBuffer>[]): Stamped {
  const beginning = new Uint8Array(contentAt);
  const headEnd = contentAt + lengthOf(head);
  const headSums = head.reduce(continued, noSums);
  const sums = rest.reduce(continued, headSums);
  const view = new DataView(beginning.buffer);
  for (let at = 0; at < letters.length; at++) beginning[at] = letters.charCodeAt(at);
  beginning[letters.length] = format;
  view.setUint32(lengthAt, headEnd + lengthOf(rest), true);
  sums.forEach((sum, index) => {
    view.setUint32(checksumsAt + 4 * index, sum, true);
  });
  return { beginning, stamp: [...beginningOf(beginning), headEnd, ...headSums].map(print).join("-") };
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Whether bytes begin like a flags.bin, of any format. */
export function isStamped(file: Uint8Array): boolean {
  if (file.length < contentAt) return false;
  for (let at = 0; at < letters.length; at++) if (file[at] !== letters.charCodeAt(at)) return false;
  return true;
}

/**
 * What is wrong with a flags.bin; undefined if it is intact. If a stamp is given, it must be that of the file, whose head
 * is then not checked, since whoever has the stamp has the head too.
 */
export function findDamage(file: Uint8Array<ArrayBuffer>, expected?: string): string | undefined {
  if (!isStamped(file)) return "is not a flags.bin, or is truncated";
  if (file[letters.length] !== format) return "has a format that this module does not know";
  if (expected?.startsWith(beginningOf(file).map(print).join("-")) === false)
    return "is from another build than flags.js; deploy both together";
  const length = wordAt(file, lengthAt);
  if (length !== file.length) return `is truncated or too long: it has ${file.length} bytes instead of ${length}`;
  const said = expected?.split("-").slice(3) ?? [];
  const [start = contentAt, ...before] = said.map((word) => Number.parseInt(word, 16));
  const sums = continued(before.length === 0 ? noSums : (before as [number, number]), file.subarray(start));
  const isSound = sums.every((sum, index) => sum === wordAt(file, checksumsAt + 4 * index));
  return isSound ? undefined : "is damaged: its checksum does not match";
}

/** The length and the checksums that a file says it has. */
function beginningOf(file: Uint8Array): readonly number[] {
  return [lengthAt, checksumsAt, checksumsAt + 4].map((at) => wordAt(file, at));
}

function print(word: number): string {
  return word.toString(16).padStart(8, "0");
}

function wordAt(file: Uint8Array, at: number): number {
  return new DataView(file.buffer, file.byteOffset).getUint32(at, true);
}

/** Two sums that alternate between the words of the content; a word that differs always shows, since each step is reversible. */
type Sums = readonly [even: number, odd: number];

const noSums: Sums = [0x811c9dc5, 0x9e3779b9];

/** The sums of some content that goes on with a part; what is left after a multiple of eight bytes does not count. */
function continued([even, odd]: Sums, part: Uint8Array<ArrayBuffer>): Sums {
  const bytes = inOrder(part.subarray(0, part.length & ~7), 4);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let [first, second] = [even, odd];
  for (let at = 0; at < words.length; at += 2) {
    first = Math.imul(((first << 5) | (first >>> 27)) ^ (words[at] as number), 0x01000193);
    second = Math.imul(((second << 7) | (second >>> 25)) ^ (words[at + 1] as number), 0x85ebca6b);
  }
  return [first >>> 0, second >>> 0];
}
