import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Child, Model } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { IdentitiesDocument } from "../../model/shapes/documents.ts";
import { lineOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { listsOf } from "../customers/occurrences.ts";
import { addEntries, removeEntries } from "../text/edit-entries.ts";
import { removeAt, removeItems } from "../text/remove-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { valueAt } from "../text/value-at.ts";
import { isNow, isOld, type Renaming, writeNow } from "./rename-request.ts";

/** Renames a customer below its parents. If the new id is there too, it stays once, below one parent. */
export function renameAsChild(draft: Draft, model: Model, renaming: Renaming): void {
  const { scope, oldKey, nowKey, prefer } = renaming;
  const gone = new Set<Child>();
  const standing = (id: string): readonly Child[] =>
    model.children.filter((child) => child.scope === scope && child.id === id);
  for (const one of standing(oldKey))
    for (const other of standing(nowKey)) {
      if (one.parentScope !== other.parentScope) continue;
      if (one.parent === other.parent) gone.add(one);
      else if (prefer !== undefined) gone.add(prefer === "old" ? other : one);
      else
        renaming.conflicts.push(
          `\`${renaming.old}\` belongs to \`${one.parent}\` (${lineOf(one.span)}), \`${renaming.now}\` to \`${other.parent}\` (${lineOf(other.span)})`,
        );
    }
  // From the last place to the first, so that none moves before its turn.
  for (const { span } of [...gone].sort((a, b) => b.span.start - a.span.start)) {
    const document = draft.documentAt(span.source.path);
    if (document !== undefined) draft.edit(removeChild(document, scope, span.start));
  }
  for (const path of new Set(standing(oldKey).map(({ span }) => span.source.path))) {
    const document = draft.documentAt(path);
    if (document !== undefined) draft.edit(renameChildren(document, renaming));
  }
}

function removeChild(document: Document, scope: string, start: number): TextEdit[] {
  const list = listsOf(document, scope).find((each) =>
    Array.from(readEntries(document, each.entries, false).starts).includes(start),
  );
  return list === undefined ? [] : removeEntries(document, list.path, [start], list.emptied);
}

function renameChildren(document: Document, renaming: Renaming): TextEdit[] {
  const { scope, ignoreCase, oldKey } = renaming;
  return listsOf(document, scope).flatMap(({ entries }) => {
    const { ids, starts, ends } = readEntries(document, entries, ignoreCase);
    return ids.flatMap((id, index) => {
      if (id !== oldKey) return [];
      const [start = 0, end = 0] = [starts[index], ends[index]];
      return [writeNow(renaming, { source: document.source, start, end })];
    });
  });
}

/** Renames a customer above its children. Those of both ids are joined below the new one. */
export function renameAsParent(draft: Draft, path: string, model: Model, renaming: Renaming): void {
  const first = identitiesAt(draft, path, renaming.scope);
  for (const narrow of Object.keys(first?.children ?? {}))
    for (;;) {
      const document = draft.documentAt(path);
      const byParent = identitiesAt(draft, path, renaming.scope)?.children?.[narrow];
      const parent = Object.keys(byParent ?? {}).find((each) => isOld(renaming, each));
      if (document === undefined || byParent === undefined || parent === undefined) break;
      const other = Object.keys(byParent).find((each) => isNow(renaming, each));
      if (other === undefined) {
        draft.edit([writeNow(renaming, keySpan(document, byParent, parent))]);
        continue;
      }
      const ignoreCase = ignoresCaseIn(model, narrow);
      const known = new Set(textsIn(document, byParent[other]).map((id) => normalizeId(id, ignoreCase)));
      const added = textsIn(document, byParent[parent]).filter((id) => !known.has(normalizeId(id, ignoreCase)));
      draft.edit(addEntries(document, ["children", narrow, other], added));
      const grown = draft.documentAt(path);
      if (grown !== undefined) draft.edit(removeAt(grown, ["children", narrow, parent]));
    }
}

/** The ids of a list as they are written. */
function textsIn(document: Document, list: EntryList = []): readonly string[] {
  const runs = document.lists.get(list)?.runs;
  return list.flatMap((entry, index) => [
    ...(typeof entry === "string" ? [entry] : []),
    ...(runs?.get(index)?.ids ?? []),
  ]);
}

/** Makes the former ids of a customer lead to the new id. An alias that already says so stays once. */
export function renameInAliases(draft: Draft, path: string, renaming: Renaming): void {
  const document = draft.documentAt(path);
  const { aliases = [] } = identitiesAt(draft, path, renaming.scope) ?? {};
  if (document === undefined) return;
  const formers = new Set(
    aliases.flatMap(({ id, was }) => (isNow(renaming, id) ? [normalizeId(was, renaming.ignoreCase)] : [])),
  );
  const gone: number[] = [];
  const edits: TextEdit[] = [];
  for (const [index, alias] of aliases.entries()) {
    if (!isOld(renaming, alias.id)) continue;
    if (isNow(renaming, alias.was) || formers.has(normalizeId(alias.was, renaming.ignoreCase))) gone.push(index);
    else edits.push(writeNow(renaming, valueSpan(document, alias, "id")));
  }
  draft.edit([...edits, ...(gone.length === 0 ? [] : removeItems(document, ["aliases"], gone))]);
}

/** The data of a file of identities of a scope; undefined for anything else. */
export function identitiesAt(draft: Draft, path: string, scope: string): IdentitiesDocument | undefined {
  const document = draft.documentAt(path);
  if (document?.kind !== "identities" || valueAt(document, ["scope"]) !== scope) return undefined;
  return document.data as IdentitiesDocument;
}
