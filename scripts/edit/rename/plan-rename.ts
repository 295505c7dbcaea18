import { didYouMean, unknownName } from "../../model/did-you-mean.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import { formats } from "../../model/formats.ts";
import { knownAsAnother } from "../../model/mentioned-ids.ts";
import type { Model } from "../../model/model.ts";
import { lineOf } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { usedAsValue } from "../conditions/used-as-value.ts";
import { knownIds } from "../customers/known-ids.ts";
import { removeItems } from "../text/remove-key.ts";
import { scalarsOf } from "../text/scalars.ts";
import type { Draft } from "../text/tree-draft.ts";
import { renameFrozen } from "./rename-frozen.ts";
import { renameAsChild, renameAsParent, renameInAliases } from "./rename-identities.ts";
import { renameInLists } from "./rename-lists.ts";
import { isOld, type Renaming, writeNow } from "./rename-request.ts";

/** Reads the request for a rename, or says what is wrong with it. */
export function readRenaming(
  models: readonly [Model, ...Model[]],
  [scope, old, now]: readonly (string | undefined)[],
  { prefer, hasAlias }: { readonly prefer: string | undefined; readonly hasAlias: boolean },
): Renaming | string {
  const [model] = models;
  const { scopes, environments } = model.config;
  if (scope === undefined || old === undefined || now === undefined)
    return "name the scope, the current id and the new id, such as `rename account acme acme-corp`";
  const found = scopes.get(scope);
  if (found === undefined) return unknownName("scope", scope, scopes.keys());
  if (prefer !== undefined && prefer !== "old" && prefer !== "new")
    return `\`--prefer\` wants \`old\` or \`new\`, not \`${prefer}\``;
  if (now.trim() === "") return "the new id is empty";
  if (!formats.id(now))
    return `\`${now}\` is not an id: it has white space around it, or invisible characters; type it again`;
  const { ignoreCase, pattern } = found;
  const [oldKey, nowKey] = [normalizeId(old, ignoreCase), normalizeId(now, ignoreCase)];
  if (oldKey === nowKey) return `\`${old}\` and \`${now}\` are the same id in \`${scope}\`: there is nothing to rename`;
  if (pattern !== undefined && !pattern.test(nowKey))
    return `\`${now}\` does not look like an id of \`${scope}\`: ids match \`${pattern.source}\``;
  for (const { scope: own, id, was, wasSpan } of model.aliases) {
    if (own !== scope) continue;
    const place = lineOf(wasSpan);
    if (was === oldKey && id !== nowKey) return `\`${old}\` is a former id of \`${id}\` (${place}): rename \`${id}\``;
    if (was === nowKey && id !== oldKey) return `\`${now}\` is a former id of \`${id}\` (${place}): choose another id`;
  }
  return {
    scope,
    ignoreCase,
    old: old.normalize("NFC"),
    now: now.normalize("NFC"),
    oldKey,
    nowKey,
    prefer,
    hasAlias,
    environments,
    asOf: model.asOf,
    conflicts: [],
    faults: [],
    notes: [],
  };
}

/** Renames a customer in every file of a draft; returns whether any file had the former id. */
export function renameEverywhere(draft: Draft, models: readonly [Model, ...Model[]], renaming: Renaming): boolean {
  const [model] = models;
  const another = knownAsAnother(models);
  const isAnother = (): boolean => another(renaming.scope, renaming.nowKey, renaming.oldKey);
  renameAsChild(draft, model, renaming);
  for (const { path } of draft.tree.files) {
    const kind = draft.documentAt(path)?.kind;
    if (kind === "flag" || kind === "release" || kind === "groups") renameInLists(draft, path, renaming);
    if (kind === "privilege") renameFrozen(draft, path, renaming, isAnother);
    if (kind === "identities") {
      renameAsParent(draft, path, model, renaming);
      renameInAliases(draft, path, renaming);
    }
    renameInExamples(draft, path, renaming);
    noteValues(draft, path, renaming);
  }
  return draft.changes().length > 0 || new Set(knownIds(models, renaming.scope)).has(renaming.oldKey);
}

/** Notes where the former id is a value of an attribute: services tell it, so nobody here knows what it will be. */
function noteValues(draft: Draft, path: string, renaming: Renaming): void {
  const document = draft.documentAt(path);
  for (const { path: at, span, text, isKey } of document === undefined ? [] : scalarsOf(document)) {
    const said = isKey || !isOld(renaming, text) ? undefined : usedAsValue(document as Document, at, text);
    if (said !== undefined) renaming.notes.push(`${lineOf(span)} ${said}`);
  }
}

/** The message that no file has an id. */
export function unknownCustomer(models: readonly Model[], { scope, old }: Renaming): string {
  const near = didYouMean(old, new Set(knownIds(models, scope)));
  return `no file contains \`${old}\` of \`${scope}\`${near === undefined ? "" : `; ${near}`}`;
}

interface WithExamples {
  readonly examples?: readonly { readonly when: Readonly<Record<string, string>> }[];
}

/** Makes examples ask about the new id; one that then repeats another is removed. */
function renameInExamples(draft: Draft, path: string, renaming: Renaming): void {
  const document = draft.documentAt(path) as Document<WithExamples> | undefined;
  const examples = document?.data.examples;
  if (document === undefined || examples === undefined) return;
  const { scope, now } = renaming;
  const texts = new Set(examples.map((example) => JSON.stringify(example)));
  const gone: number[] = [];
  const edits: TextEdit[] = [];
  for (const [index, example] of examples.entries()) {
    if (!isOld(renaming, example.when[scope])) continue;
    const renamed = JSON.stringify({ ...example, when: { ...example.when, [scope]: now } });
    if (texts.has(renamed)) gone.push(index);
    else edits.push(writeNow(renaming, valueSpan(document, example.when, scope)));
    texts.add(renamed);
  }
  draft.edit([...edits, ...(gone.length === 0 ? [] : removeItems(document, ["examples"], gone))]);
}
