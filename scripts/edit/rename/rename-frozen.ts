import { valueSpan } from "../../model/document.ts";
import { lineOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { formatDay } from "../../model/time.ts";

import { type Occurrence, occurrencesIn, removeOccurrences } from "../customers/occurrences.ts";

import { digestEnded, firstDigest, forgetFormers, frozenOf, frozenOrder, hadBefore } from "../lists/frozen-records.ts";
import { addItems } from "../text/edit-entries.ts";
import type { Draft } from "../text/tree-draft.ts";
import { isNow, isOld, type Renaming, writeNow } from "./rename-request.ts";

/**
 * Renames a customer in the frozen list of one file: the place continues under the new id, and `renamed` records it. If
 * both ids have a place, one of them ends. The seal stays as it is, and valid.
 */
export function renameFrozen(draft: Draft, path: string, renaming: Renaming, isAnother: () => boolean): void {
  const { scope, old, now, oldKey, nowKey, ignoreCase } = renaming;
  const all = occurrencesIn(draft, path, scope, [oldKey, nowKey], ignoreCase);
  const frozen = all && frozenOf(all.document, scope);
  if (all === undefined || frozen === undefined) return;
  const { name } = all.document;
  const held = all.found.filter(({ id }) => id === oldKey);
  const others = all.found.filter(({ id }) => id === nowKey);
  const ended = frozen.ended?.find((each) => "id" in each && isOld(renaming, each.id));
  const otherEnd = frozen.ended?.find((each) => "id" in each && isNow(renaming, each.id));
  const hasPlace = others.length > 0 || otherEnd !== undefined;
  // An id that the list itself calls a former id of the other is the same customer, renamed before.
  const isSame = firstDigest(frozen, old, ignoreCase) === firstDigest(frozen, now, ignoreCase);
  if (held.length === 0 && others.length > 0 && renaming.hasAlias && !isSame)
    renaming.notes.push(
      `\`${old}\` is an alias of \`${now}\`, and so keeps \`${name}\`: the gate will reject this if its base contains \`${old}\``,
    );
  if (held.length === 0 && ended === undefined) return;
  if (held.length === 0 && hasPlace) {
    renaming.notes.push(`\`${old}\` stays in \`ended\` of \`${name}\`: its place was not that of \`${now}\``);
    return;
  }
  if (held.length > 0 && hasPlace && !outranks(draft, path, renaming, held, others, name)) return;
  const passed = frozen.renamed?.find(({ was }) => isNow(renaming, was));
  // A customer may return to a former id; the records say both.
  const isBack = hadBefore(frozen, old, nowKey, ignoreCase);
  if (passed !== undefined && !isBack) {
    const place = lineOf(valueSpan(all.document, passed, "was"));
    renaming.faults.push(`\`${now}\` is a former id of \`${passed.id}\` in \`${name}\` (${place}): choose another id`);
    return;
  }
  if (held.length > 0 && !isBack && isAnother())
    renaming.notes.push(
      `\`${now}\` takes the place of \`${old}\` in \`${name}\`: the gate will stop that (gate/frozen-grew) where its base knows both`,
    );
  moveOn(draft, path, renaming);
}

/**
 * Whether the place of the former id continues if both have one; if not, it has ended, or that is still to be decided.
 */
function outranks(
  draft: Draft,
  path: string,
  renaming: Renaming,
  held: readonly Occurrence[],
  others: readonly Occurrence[],
  name: string,
): boolean {
  const { old, now, prefer, conflicts } = renaming;
  const isSame = windowsOf(held) === windowsOf(others);
  if (!isSame && prefer === undefined) {
    const place = others[0] === undefined ? "has ended there" : `has another time (${lineOf(others[0].span)})`;
    conflicts.push(
      `\`${old}\` is held in \`${name}\` (${lineOf(held[0]?.span as Occurrence["span"])}), \`${now}\` ${place}`,
    );
    return false;
  }
  if (isSame || prefer === "new") {
    removeOccurrences(draft, path, held);
    addEnded(draft, path, renaming, { id: old });
    return false;
  }
  endByDigest(draft, path, renaming, others);
  return true;
}

function windowsOf(held: readonly Occurrence[]): string {
  return held.map(({ from, until }) => `${from} ${until}`).join();
}

/** Ends the place of the new id, so that the one of the former id can continue under it. */
function endByDigest(draft: Draft, path: string, renaming: Renaming, others: readonly Occurrence[]): void {
  const document = draft.documentAt(path);
  const frozen = document && frozenOf(document, renaming.scope);
  if (frozen === undefined) return;
  const sha256 = firstDigest(frozen, renaming.now, renaming.ignoreCase);
  removeOccurrences(draft, path, others);
  forgetFormers(draft, path, renaming.scope, renaming.nowKey, renaming.ignoreCase);
  digestEnded(draft, path, renaming.scope, renaming.nowKey, renaming.ignoreCase, sha256);
  if (others.length > 0) addEnded(draft, path, renaming, { sha256 });
}

function addEnded(
  draft: Draft,
  path: string,
  { scope, asOf }: Renaming,
  who: { id: string } | { sha256: string },
): void {
  const document = draft.documentAt(path);
  if (document === undefined) return;
  draft.edit(addItems(document, ["frozen", "ended"], [{ ...who, date: formatDay(asOf) }], frozenOrder(scope)));
}

/** Replaces the former id by the new one, and records it. */
function moveOn(draft: Draft, path: string, renaming: Renaming): void {
  const { scope, oldKey, old, now, asOf, ignoreCase } = renaming;
  const all = occurrencesIn(draft, path, scope, [oldKey], ignoreCase);
  const frozen = all && frozenOf(all.document, scope);
  if (all === undefined || frozen === undefined) return;
  const edits: TextEdit[] = all.found.map(({ span }) => writeNow(renaming, span));
  for (const each of frozen.ended ?? [])
    if ("id" in each && isOld(renaming, each.id)) edits.push(writeNow(renaming, valueSpan(all.document, each, "id")));
  draft.edit(edits);
  const document = draft.documentAt(path);
  if (document === undefined) return;
  const line = { id: now, was: old, date: formatDay(asOf) };
  draft.edit(addItems(document, ["frozen", "renamed"], [line], frozenOrder(scope)));
}
