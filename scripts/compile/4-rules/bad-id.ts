import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import { identityLists } from "../../model/identity-lists.ts";
import type { CustomerList, Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";
import { starHint } from "./star-hint.ts";

/** A list of customers, or of identities, which has no kind. */
type IdList = Pick<CustomerList, "scope" | "entries"> & { readonly kind?: CustomerList["kind"] };

/** Ids must match the pattern of their scope. */
export function* badId(model: Model): Generator<Diagnostic> {
  const lists: readonly IdList[] = [...customerLists(model), ...identityLists(model)];
  for (const { scope, entries, kind } of lists) {
    const pattern = model.config.scopes.get(scope)?.pattern;
    if (pattern === undefined) continue;
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      if (!pattern.test(id))
        yield diagnostic(
          "schema/bad-id",
          idSpan(entries, index),
          `\`${id}\` does not look like an id of \`${scope}\``,
          {
            hint:
              kind !== undefined && id.endsWith("*")
                ? starHint(id, kind)
                : `in the config, ids of \`${scope}\` match \`${pattern.source}\``,
          },
        );
    }
  }
}
