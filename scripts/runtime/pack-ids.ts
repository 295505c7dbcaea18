import { firstSlot, hashId, isIdAt } from "./tables.ts";

/** Ids on their way into a table; the states in the slots are the caller's. */
export interface PackedIds {
  slots: Int32Array;
  text: Uint8Array;
  /** How much of the text is in use. */
  length: number;
  count: number;
}

/** No ids yet, and room for so many. */
export function startIds(expected: number): PackedIds {
  const capacity = 2 ** Math.ceil(Math.log2(1.5 * expected + 8));
  return { slots: new Int32Array(4 * capacity), text: new Uint8Array(16 * expected + 64), length: 0, count: 0 };
}

/** Where the slot of a normalized id begins. If its state is 0, the id is new, and the caller must give it another. */
export function slotOf(ids: PackedIds, id: string): number {
  // at most two thirds are ever in use
  if (ids.count * 6 >= ids.slots.length) growSlots(ids);
  const hash = hashId(id);
  const { slots, text } = ids;
  let slot = firstSlot(hash, slots);
  for (; slots[slot + 3] !== 0; slot = (slot + 4) & (slots.length - 1)) {
    if (slots[slot] === hash && isIdAt(text, slots[slot + 1] as number, slots[slot + 2] as number, id)) return slot;
  }
  ids.count++;
  slots[slot] = hash;
  slots[slot + 1] = ids.length;
  slots[slot + 2] = appendText(ids, id);
  return slot;
}

/** Appends the units of an id, and says its length as slots have it. */
function appendText(ids: PackedIds, id: string): number {
  if (ids.length + 2 * id.length > ids.text.length) {
    const text = new Uint8Array(2 * (ids.length + 2 * id.length));
    text.set(ids.text);
    ids.text = text;
  }
  const { text } = ids;
  let units = 0;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    units |= unit;
    text[ids.length + at] = unit;
  }
  if (units <= 0xff) {
    ids.length += id.length;
    return id.length;
  }
  for (let at = 0; at < id.length; at++) {
    text[ids.length++] = id.charCodeAt(at) & 0xff;
    text[ids.length++] = id.charCodeAt(at) >>> 8;
  }
  return -id.length;
}

/** Twice as many slots. */
function growSlots(ids: PackedIds): void {
  const slots = new Int32Array(2 * ids.slots.length);
  for (let from = 0; from < ids.slots.length; from += 4) {
    if (ids.slots[from + 3] === 0) continue;
    let slot = firstSlot(ids.slots[from] as number, slots);
    while (slots[slot + 3] !== 0) slot = (slot + 4) & (slots.length - 1);
    for (let at = 0; at < 4; at++) slots[slot + at] = ids.slots[from + at] as number;
  }
  ids.slots = slots;
}
