import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { idSpan } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { customerLists } from "../../model/model-queries.ts";

/**
 * An id that ends with a star is an ordinary id, although its author probably meant a pattern. Codes:
 * `model/no-effect`.
 */
export function* literalStar(model: Model): Generator<Diagnostic> {
  for (const { entries, kind } of customerLists(model)) {
    const hint =
      kind === "group"
        ? (id: string) => `for all ids that start with this, write \`{ match: ${id} }\``
        : (id: string) => `for all ids that start with this, name a group with the member \`{ match: ${id} }\``;
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      if (id.endsWith("*"))
        yield diagnostic("model/no-effect", idSpan(entries, index), `\`${id}\` is a single id here, not a pattern`, {
          hint: hint(id),
        });
    }
  }
}
