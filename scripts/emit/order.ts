import { compareText } from "../model/text/words.ts";

/** Compares two places of a list. */
type Compare = (a: number, b: number) => number;

/** Fewer texts are compared sooner than numbers are made. */
const fewTexts = 256;

/**
 * The places of texts in the order of their code units; equal ones as `compareEqual` says, or in the order of the list.
 * Comparing a million texts takes long, so most of it is done with numbers that stand for a few of their units.
 */
export function orderOf(texts: readonly string[], compareEqual: Compare): Uint32Array {
  const order = new Uint32Array(texts.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  if (isAscending(texts)) return order;
  const compare: Compare = (a, b) => compareText(texts[a] as string, texts[b] as string) || compareEqual(a, b) || a - b;
  if (order.length < fewTexts) return order.sort(compare);
  const keys = keysOf(texts).sort();
  const halves = new Uint32Array(keys.buffer);
  for (let at = 0; at < order.length; at++) order[at] = halves[2 * at + low] as number;
  let start = 0;
  for (let end = 1; end <= order.length; end++) {
    if (end < order.length && halves[2 * end + high] === halves[2 * start + high]) continue;
    if (end > start + 1) sortPart(order.subarray(start, end), compare);
    start = end;
  }
  return order;
}

function isAscending(texts: readonly string[]): boolean {
  for (let at = 1; at < texts.length; at++) if ((texts[at - 1] as string) >= (texts[at] as string)) return false;
  return true;
}

/** Where the halves of a number of eight bytes are. */
const [low, high] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

/** For each text, a number for the units after what all begin with, as many as fit, above its place. */
function keysOf(texts: readonly string[]): BigUint64Array {
  const start = sharedLength(texts);
  const digits = digitsOf(texts, start);
  const base = (digits[digits.length - 1] as number) + 1;
  const length = Math.floor(Math.log(2 ** 32) / Math.log(base + 1));
  const keys = new BigUint64Array(texts.length);
  const halves = new Uint32Array(keys.buffer);
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] as string;
    let key = 0;
    let end = text.length;
    for (let unit = start; unit < start + length; unit++) {
      const code = unit < end ? Math.min(text.charCodeAt(unit), 0xff) : 0;
      key = key * base + (unit < end ? (digits[code] as number) : 0);
      // What follows units that share a digit tells nothing.
      if (code === 0xff) end = unit;
    }
    halves[2 * at + low] = at;
    halves[2 * at + high] = key;
  }
  return keys;
}

/** With how many of the same units all texts begin. */
function sharedLength(texts: readonly string[]): number {
  const [first = ""] = texts;
  let { length } = first;
  for (const text of texts) {
    let at = 0;
    while (at < length && text.charCodeAt(at) === first.charCodeAt(at)) at++;
    length = at;
  }
  return length;
}

/** Ascending digits from 1 for the units that some texts have from a place on; those from 255 on share one. */
function digitsOf(texts: readonly string[], start: number): Uint16Array {
  const digits = new Uint16Array(0x100);
  for (const text of texts)
    for (let unit = start; unit < text.length; unit++) digits[Math.min(text.charCodeAt(unit), 0xff)] = 1;
  for (let unit = 1; unit < digits.length; unit++) (digits[unit] as number) += digits[unit - 1] as number;
  return digits;
}

/** Sorts places by whole texts. Most parts have two or three. */
function sortPart(part: Uint32Array, compare: Compare): void {
  if (part.length > 16) {
    part.sort(compare);
    return;
  }
  for (let at = 1; at < part.length; at++) {
    const place = part[at] as number;
    let to = at;
    for (; to > 0 && compare(part[to - 1] as number, place) > 0; to--) part[to] = part[to - 1] as number;
    part[to] = place;
  }
}
