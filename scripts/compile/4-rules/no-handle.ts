import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { valueSpan } from "../../model/document.ts";
import { ownerOf } from "../../model/handle.ts";
import type { Model } from "../../model/model.ts";

/** If the config lists handles for CODEOWNERS, every owner of a document should have one. */
export function* noHandle({ config, documents }: Model): Generator<Diagnostic> {
  const { owners, codeowners } = config;
  if (codeowners === undefined) return;
  for (const document of documents) {
    const owner = ownerOf(document);
    // Another rule reports an owner that the config does not know.
    if (owner === undefined || codeowners.has(owner) || owners?.includes(owner) === false) continue;
    const span = valueSpan(document, document.data as object, "owner");
    yield diagnostic("config/no-handle", span, `owner \`${owner}\` has no handle`, {
      hint: `add \`"${owner}": ["@…"]\` to \`codeowners\` of the config`,
    });
  }
}
