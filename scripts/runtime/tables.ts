import { normalizeId } from "./normalize.ts";
import { findPrefix, type Prefixes } from "./prefixes.ts";

/** From ids to states, packed into arrays that need no parsing. The state of who is not there is 0. */
export interface IdIndex {
  readonly ignoreCase: boolean;
  /** An open-addressed hash of slots of four: the id's hash, where its text begins, its length, its state. */
  readonly slots: Int32Array;
  /** The ids' UTF-16 units: one byte each, or where an id has one above 0xff two, and its length is negative. */
  readonly text: Uint8Array;
  /** The states of ids that have no slot, by how they begin. */
  readonly prefixes: Prefixes | undefined;
}

/**
 * The customers of one scope: ids lead to states, states to rows, rows to cells.
 * A state is a row where it is positive, a timeline where it is negative (`~state`), and 0 for who is not listed;
 * row 0 has no cells, so who is not listed needs no case of its own.
 */
export interface Table extends IdIndex {
  /** Where each timeline's moments begin; one more than there are timelines. */
  readonly timelines: Int32Array;
  /** First instants, ascending within a timeline, the first of each `-Infinity`; and the row from then on. */
  readonly moments: Float64Array;
  readonly momentRows: Int32Array;
  /** Where each row's cells begin; one more than there are rows. */
  readonly rows: Int32Array;
  /** Pairs of key and value, ascending by key within a row. */
  readonly cells: Int32Array;
}

const hashSeed = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;

/** The hash of a normalized id, over its UTF-16 units. */
export function hashId(id: string): number {
  let hash = hashSeed;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), hashPrime);
  return hash;
}

/** Where the search for a hash begins; it mixes in the high bits, for multiplication carries only upwards. */
export function firstSlot(hash: number, slots: Int32Array): number {
  return ((hash ^ (hash >>> 15)) << 2) & (slots.length - 1);
}

/** Whether the text at `start`, with a length as slots have it, is this id. */
export function isIdAt(text: Uint8Array, start: number, length: number, id: string): boolean {
  if (length < 0) return isWideIdAt(text, start, -length, id);
  if (length !== id.length) return false;
  for (let at = 0; at < length; at++) if (text[start + at] !== id.charCodeAt(at)) return false;
  return true;
}

function isWideIdAt(text: Uint8Array, start: number, length: number, id: string): boolean {
  if (length !== id.length) return false;
  for (let at = 0; at < length; at++) {
    const unit = (text[start + 2 * at] as number) | ((text[start + 2 * at + 1] as number) << 8);
    if (unit !== id.charCodeAt(at)) return false;
  }
  return true;
}

/** The state of an id as a caller passes it. One loop hashes it and sees whether it needs to be normalized first. */
export function findState(index: IdIndex, id: string): number {
  const { ignoreCase } = index;
  const limit = ignoreCase ? 0x80 : 0x300;
  let hash = hashSeed;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    if (unit >= limit || (ignoreCase && unit >= 0x41 && unit <= 0x5a)) {
      const normalized = normalizeId(id, ignoreCase);
      return findHashed(index, normalized, hashId(normalized));
    }
    hash = Math.imul(hash ^ unit, hashPrime);
  }
  return findHashed(index, id, hash);
}

function findHashed({ slots, text, prefixes }: IdIndex, id: string, hash: number): number {
  for (let slot = firstSlot(hash, slots); ; slot = (slot + 4) & (slots.length - 1)) {
    const state = slots[slot + 3] as number;
    if (state === 0) return prefixes === undefined ? 0 : findPrefix(prefixes, id);
    if (slots[slot] === hash && isIdAt(text, slots[slot + 1] as number, slots[slot + 2] as number, id)) return state;
  }
}

/** The row that a state means at an instant. */
export function rowAt(table: Table, state: number, at: number): number {
  return state >= 0 ? state : (table.momentRows[momentAt(table, state, at)] as number);
}

/** The first instant after another at which a state may mean another row; `Infinity` where there is none. */
export function nextMoment(table: Table, state: number, at: number): number {
  if (state >= 0) return Infinity;
  const next = momentAt(table, state, at) + 1;
  return next < (table.timelines[~state + 1] as number) ? (table.moments[next] as number) : Infinity;
}

/** Where the last moment of a timeline stands that has come; the first always has. */
function momentAt({ timelines, moments }: Table, state: number, at: number): number {
  let low = timelines[~state] as number;
  let high = (timelines[~state + 1] as number) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((moments[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The value that a row has for a key, or -1. */
export function valueIn({ rows, cells }: Table, row: number, key: number): number {
  let low = rows[row] as number;
  let high = rows[row + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = cells[2 * middle] as number;
    if (found === key) return cells[2 * middle + 1] as number;
    if (found < key) low = middle + 1;
    else high = middle;
  }
  return -1;
}
