import { hashId } from "./hash.ts";
import { type IdIndex, padding, wideLength } from "./id-index.ts";
import type { Prefixes } from "./prefixes.ts";

/** An index of normalized ids and their states; the records of a bucket are in the order in which the ids come. */
export function packIds(
  states: ReadonlyMap<string, number>,
  ignoreCase: boolean,
  prefixes: Prefixes | undefined,
): IdIndex {
  const stateBytes = bytesOf(states.values());
  // one or two ids for a bucket
  const buckets = new Int32Array(2 ** Math.max(0, Math.ceil(Math.log2(states.size / 2))) + 1);
  const mask = buckets.length - 2;
  const places = new Int32Array(states.size);
  let number = 0;
  for (const id of states.keys()) {
    const bucket = hashId(id) & mask;
    places[number++] = bucket;
    (buckets[bucket + 1] as number) += stateBytes + lengthOf(id);
  }
  for (let bucket = 1; bucket < buckets.length; bucket++) (buckets[bucket] as number) += buckets[bucket - 1] as number;
  const records = new DataView(new ArrayBuffer((buckets[buckets.length - 1] as number) + padding));
  const next = buckets.slice();
  number = 0;
  for (const [id, state] of states) {
    const bucket = places[number++] as number;
    next[bucket] = writeRecord(records, next[bucket] as number, id, state, stateBytes);
  }
  return { ignoreCase, stateBytes, buckets, records, prefixes };
}

/** How many bytes the greatest code of some states takes; at least one. */
function bytesOf(states: Iterable<number>): number {
  let bits = 0;
  for (const state of states) bits |= codeOf(state);
  return Math.max(1, Math.ceil((32 - Math.clz32(bits)) / 8));
}

/** Small numbers for small states, negative ones odd. */
function codeOf(state: number): number {
  return (state << 1) ^ (state >> 31);
}

/** The bytes of a record behind its state. */
function lengthOf(id: string): number {
  return isNarrow(id) ? 1 + id.length : 5 + 2 * id.length;
}

function isNarrow(id: string): boolean {
  if (id.length >= wideLength) return false;
  for (let at = 0; at < id.length; at++) if (id.charCodeAt(at) > 0xff) return false;
  return true;
}

/** Says where the next record begins. */
function writeRecord(records: DataView, start: number, id: string, state: number, stateBytes: number): number {
  let at = start;
  const code = codeOf(state);
  for (let byte = 0; byte < stateBytes; byte++) records.setUint8(at++, code >>> (8 * byte));
  if (isNarrow(id)) {
    records.setUint8(at++, id.length);
    for (let unit = 0; unit < id.length; unit++) records.setUint8(at++, id.charCodeAt(unit));
    return at;
  }
  records.setUint8(at, wideLength);
  records.setInt32(at + 1, id.length, true);
  at += 5;
  for (let unit = 0; unit < id.length; unit++, at += 2) records.setUint16(at, id.charCodeAt(unit), true);
  return at;
}
