import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Model } from "../../model/model.ts";
import { findOverlaps } from "../../model/overlaps.ts";
import { clashingEntries, duplicateEntry } from "./overlap-findings.ts";

/**
 * At any time a customer may be only once in a group, and in only one group of an exclusive set: `model/two-groups`,
 * `model/duplicate-entry`.
 */
export function* twoGroups(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) {
    const groups = [...set.groups.values()];
    const lists = groups.map((group) => group.members);
    for (const part of set.exclusive ? [lists] : lists.map((list) => [list]))
      for (const overlap of findOverlaps(part)) {
        const { first, second } = overlap;
        if (first.list === second.list) yield duplicateEntry(part, overlap);
        else
          yield clashingEntries("model/two-groups", part, overlap, (list) => `\`${groups[list]?.reference}\``, {
            message: (id, one, other) => `\`${id}\` is in ${one} and in ${other}`,
            hint: `a customer can be in only one group of \`${set.name}\`: remove it from one of them`,
          });
      }
  }
}
