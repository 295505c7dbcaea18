import type { Prefixes } from "./prefixes.ts";

/**
 * Ids of which there are so few that five of their units tell most of them apart: a hash of these leads to a text, and
 * the engine compares texts faster than we could hash all of their units.
 */
export interface FewIds {
  /** Normalized. */
  readonly ids: readonly string[];
  readonly states: readonly number[];
  /** An open-addressed table of places, each stored plus one. */
  readonly slots: Uint16Array;
  /** By how many bits a hash is greater than a slot. */
  readonly shift: number;
  /** Before how many units at the end they differ; -1 if they do so in units around the middle, too. */
  readonly ending: number;
  /** Whether no other id is normalized to one of them, or to one that begins with one of the prefixes. */
  readonly isPlain: boolean;
}

/** More ids than this are found by all of their units: their texts would take memory, and places have 16 bits. */
export const mostFew = 2 ** 14;

/** A search that looks at more slots than this would be slower than one by all units. */
const mostProbes = 8;

/** The index of a few ids; undefined if there are too many, or if they differ in other units. */
export function fewIds(
  { ids, states }: Pick<FewIds, "ids" | "states">,
  { ignoreCase, prefixes }: { readonly ignoreCase: boolean; readonly prefixes: Prefixes | undefined },
): FewIds | undefined {
  if (ids.length > mostFew) return undefined;
  const shift = 32 - Math.ceil(Math.log2(4 * ids.length + 2));
  let ending = -1;
  let slots = takeSlots(ids, shift, ending);
  if (slots === undefined) {
    ending = sharedEnding(ids);
    slots = takeSlots(ids, shift, ending);
  }
  return slots && { ids, states, slots, shift, ending, isPlain: isPlain(ids, ignoreCase, prefixes) };
}

/** The slots with a place for each id; undefined if one would have to be looked for too long. */
function takeSlots(ids: readonly string[], shift: number, ending: number): Uint16Array | undefined {
  const slots = new Uint16Array(2 ** (32 - shift));
  for (let place = 0; place < ids.length; place++) {
    let slot = slotOf(ids[place] as string, shift, ending);
    for (let probes = 1; slots[slot] !== 0; probes++) {
      if (probes > mostProbes) return undefined;
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = place + 1;
  }
  return slots;
}

/** With how many of the same units all texts end. */
function sharedEnding(ids: readonly string[]): number {
  const [first = ""] = ids;
  let shared = first.length;
  for (const id of ids) {
    let length = 0;
    while (length < shared && id.charCodeAt(id.length - 1 - length) === first.charCodeAt(first.length - 1 - length))
      length++;
    shared = length;
  }
  return shared;
}

/** The state of a normalized id, or 0. */
export function stateAmong({ ids, states, slots, shift, ending }: FewIds, id: string): number {
  const mask = slots.length - 1;
  let slot = slotOf(id, shift, ending);
  for (let place = slots[slot] as number; place !== 0; place = slots[slot] as number) {
    if (ids[place - 1] === id) return states[place - 1] as number;
    slot = (slot + 1) & mask;
  }
  return 0;
}

/** Ids differ in units around the middle and at the end, or in numbers before an ending that all have. */
function slotOf(id: string, shift: number, ending: number): number {
  const { length } = id;
  const quarter = length >> 2;
  const half = length >> 1;
  const end = length - ending;
  const units =
    ending >= 0 && end >= 5
      ? fromUnits(id, end - 5, end - 4, end - 3, end - 2, end - 1)
      : fromUnits(id, quarter, half, half + quarter, length - (length > 1 ? 2 : 1), length - 1);
  return Math.imul(units ^ length, 0x9e3779b1) >>> shift;
}

function fromUnits(id: string, first: number, second: number, third: number, fourth: number, fifth: number): number {
  return (
    id.charCodeAt(first) ^
    (id.charCodeAt(second) << 6) ^
    (id.charCodeAt(third) << 12) ^
    (id.charCodeAt(fourth) << 18) ^
    (id.charCodeAt(fifth) << 24)
  );
}

/** Whether no other id is normalized to one of these, or to one that begins like a prefix. */
function isPlain(ids: readonly string[], ignoreCase: boolean, prefixes: Prefixes | undefined): boolean {
  const units = (prefixes?.units ?? []) as readonly number[] | Uint16Array;
  return (
    !ignoreCase && ids.every((id) => plain.test(id)) && units.every((unit) => plain.test(String.fromCharCode(unit)))
  );
}

/** ASCII without the three characters that have a double elsewhere in Unicode: `;`, `K` and the backquote. */
const plain = /^[\0-:<-JL-_a-\x7f]*$/;
