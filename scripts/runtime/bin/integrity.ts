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
 * any other.
 */
export function stamp(file: Uint8Array<ArrayBuffer>): string {
  const view = new DataView(file.buffer, file.byteOffset);
  for (let at = 0; at < letters.length; at++) file[at] = letters.charCodeAt(at);
  file[letters.length] = format;
  view.setUint32(lengthAt, file.length, true);
  checksumsOf(file).forEach((sum, index) => {
    view.setUint32(checksumsAt + 4 * index, sum, true);
  });
  return stampOf(file);
}

/** Whether bytes begin like a flags.bin, of any format. */
export function isStamped(file: Uint8Array): boolean {
  if (file.length < contentAt) return false;
  for (let at = 0; at < letters.length; at++) if (file[at] !== letters.charCodeAt(at)) return false;
  return true;
}

/** What is wrong with a flags.bin, whose stamp must be this one if given; undefined if it is intact. */
export function findDamage(file: Uint8Array<ArrayBuffer>, expected?: string): string | undefined {
  if (!isStamped(file)) return "is not a flags.bin, or is truncated";
  if (file[letters.length] !== format) return "has a format that this module does not know";
  if (expected !== undefined && stampOf(file) !== expected)
    return "is from another build than flags.js; deploy both together";
  const length = wordAt(file, lengthAt);
  if (length !== file.length) return `is truncated or too long: it has ${file.length} bytes instead of ${length}`;
  const isSound = checksumsOf(file).every((sum, index) => sum === wordAt(file, checksumsAt + 4 * index));
  return isSound ? undefined : "is damaged: its checksum does not match";
}

function stampOf(file: Uint8Array): string {
  return [lengthAt, checksumsAt, checksumsAt + 4].map((at) => wordAt(file, at).toString(16).padStart(8, "0")).join("-");
}

function wordAt(file: Uint8Array, at: number): number {
  return new DataView(file.buffer, file.byteOffset).getUint32(at, true);
}

/**
 * Two sums that alternate between the words of the content; a word that differs always shows, since each step is
 * reversible.
 */
function checksumsOf(file: Uint8Array<ArrayBuffer>): readonly [number, number] {
  const bytes = inOrder(file.subarray(contentAt, file.length & ~7), 4);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let even = 0x811c9dc5;
  let odd = 0x9e3779b9;
  for (let at = 0; at < words.length; at += 2) {
    even = Math.imul(((even << 5) | (even >>> 27)) ^ (words[at] as number), 0x01000193);
    odd = Math.imul(((odd << 7) | (odd >>> 25)) ^ (words[at + 1] as number), 0x85ebca6b);
  }
  return [even >>> 0, odd >>> 0];
}
