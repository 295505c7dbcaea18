import { inOrder } from "./sections.ts";

/** The beginning of a flags.bin: seven letters and its format, its length, and two checksums of what follows. */
const letters = "flagbin";
const format = 1;
const lengthAt = 8;
const checksumsAt = 12;

/** Where its content begins. */
export const contentAt = 24;

/**
 * Writes the beginning before content that has room for it, and returns the stamp: what distinguishes this file from
 * any other, and where its head ends, with the checksums until there.
 */
export function stamp(file: Uint8Array<ArrayBuffer>, headEnd = contentAt): string {
  const view = new DataView(file.buffer, file.byteOffset);
  for (let at = 0; at < letters.length; at++) file[at] = letters.charCodeAt(at);
  file[letters.length] = format;
  view.setUint32(lengthAt, file.length, true);
  checksumsOf(file).forEach((sum, index) => {
    view.setUint32(checksumsAt + 4 * index, sum, true);
  });
  return [...beginningOf(file), headEnd, ...checksumsOf(file.subarray(0, headEnd))].map(print).join("-");
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
  const rest = expected?.split("-").slice(3) ?? [];
  const isSound = checksumsOf(file, ...rest.map((word) => Number.parseInt(word, 16))).every(
    (sum, index) => sum === wordAt(file, checksumsAt + 4 * index),
  );
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

/**
 * Two sums that alternate between the words of the content, or go on from others; a word that differs always shows, since
 * each step is reversible.
 */
function checksumsOf(
  file: Uint8Array<ArrayBuffer>,
  start = contentAt,
  even = 0x811c9dc5,
  odd = 0x9e3779b9,
): readonly [number, number] {
  const bytes = inOrder(file.subarray(start, file.length & ~7), 4);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let at = 0; at < words.length; at += 2) {
    even = Math.imul(((even << 5) | (even >>> 27)) ^ (words[at] as number), 0x01000193);
    odd = Math.imul(((odd << 7) | (odd >>> 25)) ^ (words[at + 1] as number), 0x85ebca6b);
  }
  return [even >>> 0, odd >>> 0];
}
