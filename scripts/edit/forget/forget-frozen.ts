import { valueSpan } from "../../model/document.ts";
import { writeText } from "../../model/text/quoting.ts";
import { lineOf, textOf } from "../../model/text/source.ts";
import { formatDay } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { occurrencesIn, removeOccurrences } from "../customers/occurrences.ts";
import { digestEnded, firstDigest, forgetFormers, frozenOf, frozenOrder } from "../lists/frozen-records.ts";
import { addItems } from "../text/edit-entries.ts";
import { removeItems } from "../text/remove-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { type Forgetting, isForgotten } from "./forget-request.ts";

/**
 * Forgets a customer in the frozen list of one file. A frozen customer stays in `ended` by the digest of the first id,
 * so that the seal holds; an id that the customer had for a time is left out of the path from the first id to the last.
 */
export function forgetInFrozen(draft: Draft, path: string, forgetting: Forgetting): void {
  const { scope, key, ignoreCase, asOf } = forgetting;
  const all = occurrencesIn(draft, path, scope, [key], ignoreCase);
  const frozen = all && frozenOf(all.document, scope);
  if (all === undefined || frozen === undefined) return;
  const ended = frozen.ended?.some((each) => "id" in each && isForgotten(forgetting, each.id)) ?? false;
  if (all.found.length > 0 || ended) {
    const sha256 = firstDigest(frozen, key, ignoreCase);
    removeOccurrences(draft, path, all.found);
    forgetFormers(draft, path, scope, key, ignoreCase);
    while (digestEnded(draft, path, scope, key, ignoreCase, sha256));
    const document = draft.documentAt(path);
    const list = document && frozenOf(document, scope)?.ended;
    if (document !== undefined && !list?.some((each) => "sha256" in each && each.sha256 === sha256))
      draft.edit(addItems(document, ["frozen", "ended"], [{ sha256, date: formatDay(asOf) }], frozenOrder(scope)));
  }
  passOver(draft, path, forgetting);
}

/** Connects the ids that a customer had before and after an id, each time that the customer had it. */
function passOver(draft: Draft, path: string, forgetting: Forgetting): void {
  const { scope, id, ignoreCase, faults } = forgetting;
  const document = draft.documentAt(path);
  const frozen = document && frozenOf(document, scope);
  const lines = frozen?.renamed ?? [];
  const after = lines.findIndex(({ was }) => isForgotten(forgetting, was));
  const line = lines[after];
  if (document === undefined || line === undefined) return;
  const isId = (each: (typeof lines)[number]): boolean => isForgotten(forgetting, each.id);
  const earlier = lines.findLastIndex((each, index) => index < after && isId(each));
  const before = earlier < 0 ? lines.findIndex(isId) : earlier;
  const first = lines[before]?.was;
  if (first !== undefined) {
    // A customer who went there and back was never anyone else.
    if (normalizeId(first, ignoreCase) === normalizeId(line.id, ignoreCase)) {
      draft.edit(removeItems(document, ["frozen", "renamed"], [before, after]));
    } else {
      const span = valueSpan(document, line, "was");
      draft.edit([
        { span, text: writeText(normalizeId(first, false), textOf(span), true) },
        ...removeItems(document, ["frozen", "renamed"], [before]),
      ]);
    }
    passOver(draft, path, forgetting);
    return;
  }
  const place = lineOf(valueSpan(document, line, "was"));
  faults.push(
    `the seal of \`${document.name}\` counts \`${line.id}\` as \`${id}\`, its first id (${place}): forget \`${line.id}\` first`,
  );
}
