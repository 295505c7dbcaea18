import type { FindState, IdIndex } from "./id-index.ts";
import { normalizeId } from "./normalize.ts";
import { type IndexForm, packIds, placeOf, startIds } from "./pack-ids.ts";
import { packTexts, type Texts } from "./string-table.ts";
import { textAt } from "./text-at.ts";

/** From the customers of one scope to their parents in another: states are one more than the index of a parent. */
export interface ParentIndex extends IdIndex {
  readonly parents: Texts;
}

/** The index of children, given by their parents; of several parents of one child the first counts. */
export function packLinks(
  of: Readonly<Record<string, readonly string[]>>,
  form: Pick<IndexForm, "ignoreCase" | "hasRecords">,
): ParentIndex {
  const parents = Object.keys(of).sort();
  const ids = startIds(parents.reduce((sum, parent) => sum + (of[parent] as readonly string[]).length, 0));
  parents.forEach((parent, index) => {
    for (const child of of[parent] as readonly string[]) {
      ids.states[placeOf(ids, normalizeId(child, form.ignoreCase))] ||= index + 1;
    }
  });
  return { ...packIds(ids, { ...form, prefixes: undefined }), parents: packTexts(parents) };
}

/** The parent of a customer, if it has one. */
export function parentOf(links: ParentIndex, id: string, findState: FindState): string | undefined {
  const state = findState(links, id);
  return state === 0 ? undefined : textAt(links.parents, state - 1);
}
