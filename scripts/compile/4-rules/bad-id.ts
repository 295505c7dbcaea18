import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import { identityLists } from "../../model/identity-lists.ts";
import type { CustomerList, Model } from "../../model/model.ts";
import { starHint } from "./star-hint.ts";

/** A list of customers, or of identities, which has no kind. */
type IdList = Pick<CustomerList, "scope" | "entries"> & { readonly kind?: CustomerList["kind"] };

/** Ids must match the pattern of their scope. */
export function* badId({ scope, entries, kind }: IdList, { config }: Pick<Model, "config">): Generator<Diagnostic> {
  const pattern = config.scopes.get(scope)?.pattern;
  if (pattern === undefined) return;
  for (let index = 0; index < entries.ids.length; index++) {
    const id = entries.ids[index] as string;
    if (!pattern.test(id))
      yield diagnostic("schema/bad-id", idSpan(entries, index), `\`${id}\` does not look like an id of \`${scope}\``, {
        hint:
          kind !== undefined && id.endsWith("*")
            ? starHint(id, kind)
            : `in the config, ids of \`${scope}\` match \`${pattern.source}\``,
      });
  }
}

/** The same for the ids in files of identities. */
export function* badIdentity(model: Model): Generator<Diagnostic> {
  for (const list of identityLists(model)) yield* badId(list, model);
}
