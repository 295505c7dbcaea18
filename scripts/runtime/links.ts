import { normalizeId } from "./normalize.ts";
import { slotOf, startIds } from "./pack-ids.ts";
import { findState, type IdIndex } from "./tables.ts";

/** Ids that lead to other ids, packed: the state of an id is one more than the index of the id that it leads to. */
export interface Links extends IdIndex {
  readonly targets: readonly string[];
  /** The first instant at which an id leads to its target no longer, by target. */
  readonly until: readonly number[];
}

/** An id, and those that lead to it until an instant. */
export interface Link {
  readonly target: string;
  readonly until: number;
  readonly ids: readonly string[];
}

/** Of several links from one id the first counts; `ignoreCase` is that of the scope that the ids are of. */
export function packLinks(links: readonly Link[], ignoreCase: boolean): Links {
  const packed = startIds(links.reduce((sum, { ids }) => sum + ids.length, 0));
  links.forEach(({ ids }, index) => {
    for (const id of ids) {
      const slot = slotOf(packed, normalizeId(id, ignoreCase));
      if (packed.slots[slot + 3] === 0) packed.slots[slot + 3] = index + 1;
    }
  });
  return {
    ignoreCase,
    slots: packed.slots,
    text: packed.text.slice(0, packed.length),
    prefixes: undefined,
    targets: links.map(({ target }) => target),
    until: links.map(({ until }) => until),
  };
}

/** The id that an id leads to at an instant, if any. */
export function follow(links: Links, id: string, at: number): string | undefined {
  const index = findState(links, id) - 1;
  return index >= 0 && at < (links.until[index] as number) ? links.targets[index] : undefined;
}

/** The first instant after another at which an id leads elsewhere than then. */
export function nextTurn(links: Links, id: string, at: number): number {
  const until = links.until[findState(links, id) - 1];
  return until !== undefined && at < until ? until : Infinity;
}
