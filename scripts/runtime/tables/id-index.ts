import { type FewIds, fewIds, mostFew, stateAmong } from "./few-ids.ts";
import { finish, hashId, withBlock } from "./hash.ts";
import { normalizeId } from "./normalize.ts";
import { findPrefix, mayBegin, mayBeginText, type Prefixes } from "./prefixes.ts";

/**
 * Maps ids to states, packed into arrays that need no parsing. The state of an id that is not listed is 0. A hash leads
 * to a bucket, a bucket to a few records that lie together: so a search touches two places in memory.
 */
export interface IdIndex {
  readonly ignoreCase: boolean;
  /** If there are few ids, what they are found by, at once or after many searches; without records at once. */
  few: FewIds | undefined;
  /** After how many more searches of its records that is so; 0 if it will not change. */
  untilFew: number;
  /** How many bytes of a record its state takes: 1 to 4. */
  readonly stateBytes: number;
  /** Where the records of each bucket begin; one more than there are buckets, which are a power of two. */
  readonly buckets: Int32Array;
  /**
   * One record after another: the state, then the length of the id and its units, a byte each. If these do not fit, a
   * length of 255 is followed by the true one in four bytes, and by units of two bytes. All of it little-endian.
   */
  readonly records: DataView;
  /** The states of ids that have no record, by their prefixes. */
  readonly prefixes: Prefixes | undefined;
}

/** Returns the state of an id, as a caller passes it, in an index. */
export type FindState = (index: IdIndex, id: string) => number;

/** The length that announces another one in four bytes, and units of two. */
export const wideLength = 255;

/** How many bytes follow the last record, so that the end of an id can be read as a block. */
export const padding = 4;

/** The blocks of the id that is searched for: four units each, all of them ASCII. */
const blocks = /* @__PURE__ */ new Int32Array(wideLength >> 2);

/**
 * A file's records can be searched at once. Texts of them are found faster, but take a while to make, which only pays
 * for a process that asks this often.
 */
const often = 50_000;

/** What the records of a file are found by, at first. */
export function foundByRecords({ length }: Int32Array): Pick<IdIndex, "few" | "untilFew"> {
  return { few: undefined, untilFew: length > mostFew ? 0 : often };
}

/** The state of an id as a caller passes it; what lite.js has instead is in `id-map`. */
export function findState(index: IdIndex, id: string): number {
  const { few } = index;
  if (few !== undefined) return findAmongFew(index, few, id);
  if (index.untilFew > 0 && --index.untilFew === 0) index.few = fewAmong(index);
  return findRecord(index, id);
}

function fewAmong(index: IdIndex): FewIds | undefined {
  const all = [...recordsOf(index)];
  return fewIds({ ids: all.map(([id]) => id), states: all.map(([, state]) => state) }, index);
}

function findAmongFew({ ignoreCase, prefixes }: IdIndex, few: FewIds, id: string): number {
  const state = stateAmong(few, id);
  if (state !== 0) return state;
  if (few.isPlain && (prefixes === undefined || !mayBeginText(prefixes, id))) return 0;
  const normal = normalizeId(id, ignoreCase);
  const found = normal === id ? 0 : stateAmong(few, normal);
  return found !== 0 || prefixes === undefined ? found : findPrefix(prefixes, normal);
}

/** One loop reads the id; afterwards its blocks are compared. */
function findRecord(index: IdIndex, id: string): number {
  const { length } = id;
  if (length >= wideLength) return findNormalized(index, normalizeId(id, index.ignoreCase));
  const caseBits = index.ignoreCase ? 0x80808080 : 0;
  const whole = length & ~3;
  let hash = length;
  let seen = 0;
  for (let at = 0; at < whole; at += 4) {
    const first = id.charCodeAt(at);
    const second = id.charCodeAt(at + 1);
    const third = id.charCodeAt(at + 2);
    const fourth = id.charCodeAt(at + 3);
    seen |= first | second | third | fourth;
    const block = lower(first | (second << 8) | (third << 16) | (fourth << 24), caseBits);
    blocks[at >> 2] = block;
    hash = withBlock(hash, block);
  }
  let last = 0;
  for (let at = whole; at < length; at++) {
    const unit = id.charCodeAt(at);
    seen |= unit;
    last |= unit << ((at & 3) << 3);
  }
  if (seen >= 0x80) return findNormalized(index, normalizeId(id, index.ignoreCase));
  last = lower(last, caseBits);
  hash = finish(withBlock(hash, last));

  const { buckets, records, stateBytes, prefixes } = index;
  const bucket = hash & (buckets.length - 2);
  const end = buckets[bucket + 1] as number;
  const lastMask = (1 << ((length & 3) << 3)) - 1;
  for (let record = buckets[bucket] as number; record < end; ) {
    const units = record + stateBytes + 1;
    const found = records.getUint8(units - 1);
    if (found === length && ((records.getInt32(units + whole, true) ^ last) & lastMask) === 0) {
      let at = whole - 4;
      while (at >= 0 && records.getInt32(units + at, true) === blocks[at >> 2]) at -= 4;
      if (at < 0) return stateAt(records, record, stateBytes);
    }
    record = found < wideLength ? units + found : units + 4 + 2 * records.getInt32(units, true);
  }
  if (prefixes === undefined || !mayBegin(prefixes, blocks, length)) return 0;
  return findPrefix(prefixes, index.ignoreCase ? normalizeId(id, true) : id);
}

/** The same for ids that are long or not ASCII. */
function findNormalized({ buckets, records, stateBytes, prefixes }: IdIndex, id: string): number {
  const bucket = hashId(id) & (buckets.length - 2);
  const end = buckets[bucket + 1] as number;
  for (let record = buckets[bucket] as number; record < end; ) {
    let units = record + stateBytes + 1;
    let length = records.getUint8(units - 1);
    const width = length < wideLength ? 1 : 2;
    if (width === 2) {
      length = records.getInt32(units, true);
      units += 4;
    }
    if (length === id.length && isIdAt(records, units, width, id)) return stateAt(records, record, stateBytes);
    record = units + width * length;
  }
  return prefixes === undefined ? 0 : findPrefix(prefixes, id);
}

function isIdAt(records: DataView, units: number, width: 1 | 2, id: string): boolean {
  for (let at = 0; at < id.length; at++) {
    const unit = width === 1 ? records.getUint8(units + at) : records.getUint16(units + 2 * at, true);
    if (unit !== id.charCodeAt(at)) return false;
  }
  return true;
}

/** All ids that have records, and their states. */
export function* recordsOf({ buckets, records, stateBytes }: IdIndex): Generator<readonly [id: string, state: number]> {
  const end = buckets[buckets.length - 1] as number;
  for (let record = 0; record < end; ) {
    let units = record + stateBytes + 1;
    let length = records.getUint8(units - 1);
    const width = length < wideLength ? 1 : 2;
    if (width === 2) {
      length = records.getInt32(units, true);
      units += 4;
    }
    const codes = Array.from({ length }, (_, unit) =>
      width === 1 ? records.getUint8(units + unit) : records.getUint16(units + 2 * unit, true),
    );
    yield [codes.map((code) => String.fromCharCode(code)).join(""), stateAt(records, record, stateBytes)];
    record = units + width * length;
  }
}

/** Negative states are written as odd numbers, so that small ones are short. */
function stateAt(records: DataView, record: number, stateBytes: number): number {
  let code = records.getUint8(record);
  for (let at = 1; at < stateBytes; at++) code |= records.getUint8(record + at) << (at << 3);
  return (code >>> 1) ^ -(code & 1);
}

/** A block of ASCII units with its capital letters in lower case, where the case bits are set. */
function lower(block: number, caseBits: number): number {
  return block | (((block + 0x3f3f3f3f) & ~(block + 0x25252525) & caseBits) >>> 2);
}
