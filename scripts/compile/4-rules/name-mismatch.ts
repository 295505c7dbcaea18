import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Document, nameSpan, nounOf } from "../../model/document.ts";
import { retiredPath } from "../../model/model.ts";
import { withArticle } from "../../model/text/words.ts";
import { nameOf } from "../../model/tree.ts";
import type { Surroundings } from "./surroundings.ts";

/** A file's base name must be the name that its first key gives. */
export function* nameMismatch(document: Document, { config }: Surroundings): Generator<Diagnostic> {
  const { path } = document.source;
  const base = nameOf(path);
  const folder = ["groups", "attribute", "identities"].includes(document.kind) ? "groups/" : "flags/";
  if (document.kind === "retired") {
    if (path !== retiredPath && path !== retiredPath.replace(".yaml", ".yml"))
      yield diagnostic("model/name-mismatch", nameSpan(document), `retired names belong in \`${retiredPath}\``, {
        hint: `move these lines to \`${retiredPath}\``,
      });
  } else if (base !== document.name) {
    const { namePattern } = config;
    // A name that no thing may have is a finding by itself.
    if (document.name.includes("/") || !namePattern.test(document.name)) return;
    const noun = nounOf(document.kind);
    const other = namePattern.test(base) ? `, or the ${noun} to \`${base}\`` : "";
    yield diagnostic(
      "model/name-mismatch",
      nameSpan(document),
      `this ${noun} is named \`${document.name}\`, but its file is named \`${base}\``,
      { hint: `rename the file to \`${document.name}.yaml\`${other}` },
    );
  } else if (!path.startsWith(folder)) {
    yield diagnostic(
      "model/name-mismatch",
      nameSpan(document),
      `${withArticle(nounOf(document.kind))} belongs in \`${folder}\``,
      { hint: `move it to \`${folder}${document.name}.yaml\`` },
    );
  }
}
