import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";
import { starHint } from "./star-hint.ts";

/**
 * An id that ends with a star is an ordinary id, although its author probably meant a pattern. If the scope's pattern does
 * not allow it, that is an error of its own. Codes: `model/no-effect`.
 */
export function* literalStar(model: Model): Generator<Diagnostic> {
  for (const { scope, entries, kind } of customerLists(model)) {
    const pattern = model.config.scopes.get(scope)?.pattern;
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      if (id.charAt(id.length - 1) === "*" && pattern?.test(id) !== false)
        yield diagnostic("model/no-effect", idSpan(entries, index), `\`${id}\` is a single id here, not a pattern`, {
          hint: starHint(id, kind),
        });
    }
  }
}
