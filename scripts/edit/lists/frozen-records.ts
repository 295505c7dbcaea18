import { type Document, valueSpan } from "../../model/document.ts";
import type { Frozen } from "../../model/model.ts";
import { digestOfId, formerIds, idsOverTime } from "../../model/seal.ts";
import type { PrivilegeDocument } from "../../model/shapes/documents.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { removeItems } from "../text/remove-key.ts";
import type { Draft } from "../text/tree-draft.ts";

/** The data of a frozen list, as it is written. */
type FrozenData = NonNullable<PrivilegeDocument["frozen"]>;

/** The order of the keys of a frozen list. */
export function frozenOrder(scope: string): readonly string[] {
  return ["flag", "date", "sunset", scope, "ended", "renamed", "seal"];
}

/** The frozen list of a document, if it is of a scope. */
export function frozenOf({ kind, data }: Document, scope: string): FrozenData | undefined {
  const { frozen, scope: own } = data as PrivilegeDocument;
  return kind === "privilege" && own === scope ? frozen : undefined;
}

/** The digest of the id that a customer of a frozen list had at first. */
export function firstDigest(frozen: FrozenData, id: string, ignoreCase: boolean): string {
  const renamed = (frozen.renamed ?? []) as unknown as Frozen["renamed"];
  return digestOfId(formerIds({ renamed }, ignoreCase)(normalizeId(id, ignoreCase)));
}

/** Whether a customer of a frozen list had an id, given as ids are compared, before the current one. */
export function hadBefore(frozen: FrozenData, id: string, former: string, ignoreCase: boolean): boolean {
  const renamed = (frozen.renamed ?? []) as unknown as Frozen["renamed"];
  return idsOverTime({ renamed }, ignoreCase)(normalizeId(id, ignoreCase)).includes(former);
}

/** Removes the records of which ids a customer of a frozen list had before. */
export function forgetFormers(draft: Draft, path: string, scope: string, id: string, ignoreCase: boolean): void {
  const document = draft.documentAt(path);
  const frozen = document && frozenOf(document, scope);
  const lines = frozen?.renamed ?? [];
  const chain = new Set<number>();
  for (let at: string | undefined = id; at !== undefined; ) {
    const now: string = at;
    const index = lines.findIndex((line, each) => !chain.has(each) && normalizeId(line.id, ignoreCase) === now);
    at = index < 0 ? undefined : normalizeId(lines[index]?.was ?? "", ignoreCase);
    if (index >= 0) chain.add(index);
  }
  if (document !== undefined && chain.size > 0) draft.edit(removeItems(document, ["frozen", "renamed"], [...chain]));
}

/** Rewrites the record of a customer in `ended`: with a digest in place of the id, and nothing that says more. */
export function digestEnded(
  draft: Draft,
  path: string,
  scope: string,
  id: string,
  ignoreCase: boolean,
  sha256: string,
): boolean {
  const document = draft.documentAt(path);
  const list = document && frozenOf(document, scope)?.ended;
  const index = list?.findIndex((each) => "id" in each && normalizeId(each.id ?? "", ignoreCase) === id) ?? -1;
  const ended = list?.[index];
  if (document === undefined || list === undefined || ended === undefined) return false;
  draft.edit([{ span: valueSpan(document, list, index), text: `{ sha256: ${sha256}, date: ${ended.date} }` }]);
  return true;
}
