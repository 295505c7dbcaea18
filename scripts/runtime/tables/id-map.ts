import type { FindState, IdIndex } from "./id-index.ts";
import { normalizeId } from "./normalize.ts";

/** What lite.js has in place of an index: the engine's own map needs no code, and its ids are plain text in the file. */
export interface IdMap extends Pick<IdIndex, "ignoreCase"> {
  /** By normalized id. */
  readonly states: ReadonlyMap<string, number>;
  readonly prefixes: Beginnings | undefined;
}

/** Prefixes of ids. */
export interface Beginnings {
  /** In the order of their code units. */
  readonly texts: readonly string[];
  /** The state of each. */
  readonly ends: readonly number[];
  /** The place of the longest other prefix that each begins with, or -1. */
  readonly outer: readonly number[];
}

/** `findState` for such maps. */
export const findInMap = (({ ignoreCase, states, prefixes }: IdMap, id: string) => {
  const normal = normalizeId(id, ignoreCase);
  return states.get(normal) ?? (prefixes === undefined ? 0 : findBeginning(prefixes, normal));
}) as unknown as FindState;

/** The state of the longest prefix of an id, or 0. */
function findBeginning({ texts, ends, outer }: Beginnings, id: string): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((texts[middle] as string) <= id) low = middle + 1;
    else high = middle;
  }
  // Every prefix of an id begins the text that comes last before it.
  let at = low - 1;
  while (at >= 0 && !id.startsWith(texts[at] as string)) at = outer[at] as number;
  return at < 0 ? 0 : (ends[at] as number);
}
