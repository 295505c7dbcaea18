import { unknownName } from "../../model/did-you-mean.ts";
import type { Document } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { occurrencesIn, removeOccurrences } from "../customers/occurrences.ts";
import { identitiesAt } from "../rename/rename-identities.ts";
import { removeAt, removeItems } from "../text/remove-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { forgetInFrozen } from "./forget-frozen.ts";
import { type Forgetting, isForgotten } from "./forget-request.ts";
import { forgetInTexts } from "./forget-texts.ts";

/** Reads whom to forget, or says what is wrong with the request. */
export function readForgetting(
  { config, asOf }: Model,
  [scope, id]: readonly (string | undefined)[],
  texts: string | undefined,
): Forgetting | string {
  if (scope === undefined || id === undefined) return "name the scope and the id, such as `forget account acme`";
  const found = config.scopes.get(scope);
  if (found === undefined) return unknownName("scope", scope, config.scopes.keys());
  if (texts !== undefined && texts !== "remove" && texts !== "keep")
    return `\`--texts\` wants \`remove\` or \`keep\`, not \`${texts}\``;
  const { ignoreCase } = found;
  const key = normalizeId(id, ignoreCase);
  if (key.trim() === "") return "an id is missing";
  return { scope, ignoreCase, id: id.normalize("NFC"), key, texts, asOf, faults: [], undecided: [], notes: [] };
}

/** Removes a customer from every file of a draft. */
export function forgetEverywhere(draft: Draft, forgetting: Forgetting): void {
  for (const { path } of draft.tree.files) {
    const kind = draft.documentAt(path)?.kind;
    if (kind === "privilege") forgetInFrozen(draft, path, forgetting);
    else if (kind !== undefined) forgetInLists(draft, path, forgetting);
    if (kind === "identities") forgetInIdentities(draft, path, forgetting);
    forgetExamples(draft, path, forgetting);
  }
  // The customer's own entries are gone by now, so what is left has the id for other reasons.
  for (const { path } of draft.tree.files) forgetInTexts(draft, path, forgetting);
}

function forgetInLists(draft: Draft, path: string, { scope, key, ignoreCase }: Forgetting): void {
  removeOccurrences(draft, path, occurrencesIn(draft, path, scope, [key], ignoreCase)?.found ?? []);
}

/** Removes the customer as a parent, and every alias that has the id. */
function forgetInIdentities(draft: Draft, path: string, forgetting: Forgetting): void {
  const { scope } = forgetting;
  for (const narrow of Object.keys(identitiesAt(draft, path, scope)?.children ?? {}))
    for (;;) {
      const document = draft.documentAt(path);
      const byParent = identitiesAt(draft, path, scope)?.children?.[narrow] ?? {};
      const parent = Object.keys(byParent).find((each) => isForgotten(forgetting, each));
      if (document === undefined || parent === undefined) break;
      draft.edit(removeAt(document, ["children", narrow, parent]));
    }
  const document = draft.documentAt(path);
  const { aliases = [] } = identitiesAt(draft, path, scope) ?? {};
  const gone = aliases.flatMap(({ id, was }, index) =>
    isForgotten(forgetting, id) || isForgotten(forgetting, was) ? [index] : [],
  );
  if (document !== undefined && gone.length > 0) draft.edit(removeItems(document, ["aliases"], gone));
}

interface WithExamples {
  readonly examples?: readonly { readonly when: Readonly<Record<string, string>> }[];
}

function forgetExamples(draft: Draft, path: string, forgetting: Forgetting): void {
  const document = draft.documentAt(path) as Document<WithExamples> | undefined;
  const gone = (document?.data.examples ?? []).flatMap(({ when }, index) =>
    isForgotten(forgetting, when[forgetting.scope]) ? [index] : [],
  );
  if (document !== undefined && gone.length > 0) draft.edit(removeItems(document, ["examples"], gone));
}
