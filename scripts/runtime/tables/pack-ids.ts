import { fewIds, mostFew } from "./few-ids.ts";
import { hashId } from "./hash.ts";
import { type IdIndex, padding, wideLength } from "./id-index.ts";
import type { Prefixes } from "./prefixes.ts";

/** Normalized ids that are collected for an index, each once, in the order in which they came. */
interface KnownIds {
  count: number;
  /** There may be room after the last one, as in the other lists. */
  readonly ids: string[];
  /** The states are the caller's: 0 until it sets another. */
  readonly states: Int32Array;
  /** The places of a few ids. */
  readonly places: Map<string, number> | undefined;
  /** The hashes of many, and an open-addressed table of their places, each stored plus one. */
  readonly hashes: Int32Array;
  slots: Int32Array;
}

/** More ids than this have a table of their own, which is faster to fill than a Map. */
const mostMapped = 1000;

/** An empty collection, with room for so many ids at most. */
export function startIds(most: number): KnownIds {
  const isFew = most <= mostMapped;
  return {
    count: 0,
    ids: new Array(most),
    states: new Int32Array(most),
    places: isFew ? new Map() : undefined,
    hashes: new Int32Array(isFew ? 0 : most),
    slots: new Int32Array(isFew ? 0 : 2 ** Math.ceil(Math.log2(2 * most))),
  };
}

/** The place of a normalized id among the known ones; a new one is added. */
export function placeOf(known: KnownIds, id: string): number {
  const { ids, places, hashes, slots } = known;
  if (places !== undefined) {
    const found = places.get(id);
    if (found !== undefined) return found;
    places.set(id, known.count);
  } else {
    const hash = hashId(id);
    let slot = hash & (slots.length - 1);
    for (let place = slots[slot] as number; place !== 0; place = slots[slot] as number) {
      if (hashes[place - 1] === hash && ids[place - 1] === id) return place - 1;
      slot = (slot + 1) & (slots.length - 1);
    }
    hashes[known.count] = hash;
    slots[slot] = known.count + 1;
  }
  ids[known.count] = id;
  return known.count++;
}

/** How an index is made. */
export interface IndexForm {
  readonly ignoreCase: boolean;
  readonly prefixes: Prefixes | undefined;
  /** Whether it must have records, as in a file, however few there are. */
  readonly hasRecords: boolean;
}

/** The index of ids; the records of a bucket are in the order in which the ids came. */
export function packIds(known: KnownIds, { ignoreCase, prefixes, hasRecords }: IndexForm): IdIndex {
  const { ids, count } = known;
  ids.length = count;
  const states = known.states.subarray(0, count);
  const few =
    hasRecords || count > mostFew ? undefined : fewIds({ ids, states: [...states] }, { ignoreCase, prefixes });
  return { ignoreCase, few, untilFew: 0, prefixes, ...(few === undefined ? packRecords(known, states) : noRecords) };
}

const noRecords = {
  stateBytes: 1,
  buckets: /* @__PURE__ */ new Int32Array(2),
  records: /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(padding)),
};

function packRecords(known: KnownIds, states: Int32Array): Pick<IdIndex, "stateBytes" | "buckets" | "records"> {
  const { ids } = known;
  const hashes = known.places === undefined ? known.hashes : ids.map(hashId);
  // Nothing is searched any more, and the slots of many ids take as much memory as their records.
  known.slots = new Int32Array(0);
  const stateBytes = bytesOf(states);
  // One or two ids per bucket.
  const buckets = new Int32Array(2 ** Math.max(0, Math.ceil(Math.log2(ids.length / 2))) + 1);
  const mask = buckets.length - 2;
  ids.forEach((id, place) => {
    (buckets[((hashes[place] as number) & mask) + 1] as number) += stateBytes + lengthOf(id);
  });
  for (let bucket = 1; bucket < buckets.length; bucket++) (buckets[bucket] as number) += buckets[bucket - 1] as number;
  const records = new DataView(new ArrayBuffer((buckets[buckets.length - 1] as number) + padding));
  const next = buckets.slice();
  ids.forEach((id, place) => {
    const bucket = (hashes[place] as number) & mask;
    next[bucket] = writeRecord(records, next[bucket] as number, id, states[place] as number, stateBytes);
  });
  return { stateBytes, buckets, records };
}

/** How many bytes the greatest code of some states takes; at least one. */
function bytesOf(states: Int32Array): number {
  let bits = 0;
  for (const state of states) bits |= codeOf(state);
  return Math.max(1, Math.ceil((32 - Math.clz32(bits)) / 8));
}

/** Small numbers for small states, negative ones odd. */
function codeOf(state: number): number {
  return (state << 1) ^ (state >> 31);
}

/** The number of bytes of a record after its state. */
function lengthOf(id: string): number {
  return isNarrow(id) ? 1 + id.length : 5 + 2 * id.length;
}

function isNarrow(id: string): boolean {
  if (id.length >= wideLength) return false;
  for (let at = 0; at < id.length; at++) if (id.charCodeAt(at) > 0xff) return false;
  return true;
}

/** Returns where the next record begins. */
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
