import { normalizeId } from "./normalize.ts";
import { slotOf, startIds } from "./pack-ids.ts";
import { findState, type IdIndex } from "./tables.ts";

/** From the customers of one scope to those of another that they belong to: states are one more than the index of a parent. */
export interface Links extends IdIndex {
  readonly parents: readonly string[];
}

/** The links of children, by their parents; of several parents of one child the first counts. */
export function packLinks(of: Readonly<Record<string, readonly string[]>>, ignoreCase: boolean): Links {
  const parents = Object.keys(of).sort();
  const ids = startIds(parents.reduce((sum, parent) => sum + (of[parent] as readonly string[]).length, 0));
  parents.forEach((parent, index) => {
    for (const child of of[parent] as readonly string[]) {
      const slot = slotOf(ids, normalizeId(child, ignoreCase));
      if (ids.slots[slot + 3] === 0) ids.slots[slot + 3] = index + 1;
    }
  });
  return { ignoreCase, slots: ids.slots, text: ids.text.slice(0, ids.length), prefixes: undefined, parents };
}

/** The parent of a customer, if it is a child. */
export function parentOf(links: Links, id: string): string | undefined {
  const state = findState(links, id);
  return state === 0 ? undefined : links.parents[state - 1];
}
