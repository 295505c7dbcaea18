import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import type { CustomerList } from "../../model/model.ts";
import { starHint } from "./star-hint.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * An id that ends with a star is an ordinary id, although its author probably meant a pattern. If the scope's pattern does
 * not allow it, that is an error of its own. Codes: `model/no-effect`.
 */
export function* literalStar({ scope, entries, kind }: CustomerList, { config }: Surroundings): Generator<Diagnostic> {
  const pattern = config.scopes.get(scope)?.pattern;
  for (let index = 0; index < entries.ids.length; index++) {
    const id = entries.ids[index] as string;
    if (id.charAt(id.length - 1) === "*" && pattern?.test(id) !== false)
      yield diagnostic("model/no-effect", idSpan(entries, index), `\`${id}\` is a single id here, not a pattern`, {
        hint: starHint(id, kind),
      });
  }
}
