import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import { identityLists } from "../../model/identity-lists.ts";
import type { Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";

/** Ids must match the pattern of their scope. */
export function* badId(model: Model): Generator<Diagnostic> {
  for (const { scope, entries } of [...customerLists(model), ...identityLists(model)]) {
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
            hint: `in the config, ids of \`${scope}\` match \`${pattern.source}\``,
          },
        );
    }
  }
}
