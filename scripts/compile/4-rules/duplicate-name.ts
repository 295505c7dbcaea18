import { caseStyles } from "../../model/case-styles.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Document, keySpan, nameSpan, nounOf, takenNames } from "../../model/document.ts";
import type { Config, Model, Named } from "../../model/model.ts";
import { onceFor } from "../../model/once-for.ts";
import { withArticle } from "../../model/text/words.ts";

/**
 * A name may belong to only one document, regardless of its kind, and must not differ from another only by case or
 * separators; what services tell must not have the name of a scope. Codes: `model/colliding-name`,
 * `model/duplicate-name`, `model/similar-name`.
 */
export function* duplicateName(model: Model): Generator<Diagnostic> {
  const byName = new Map<string, Document>();
  const byShape = new Map<string, Document>();
  const byStyle = new Map<string, Document>();
  for (const document of model.documents) {
    const { name, kind } = document;
    const first = byName.get(name);
    const shape = shapeOf(document);
    const similar = byShape.get(shape);
    const styles = isInManifest(model, document) ? Object.values(caseStyles(name)) : [];
    const other = styles.map((style) => byStyle.get(style)).find((each) => each !== undefined);
    if (first !== undefined)
      yield diagnostic("model/duplicate-name", nameSpan(document), `\`${name}\` is the name of two documents`, {
        related: [{ message: `${withArticle(nounOf(first.kind))} of this name is here`, span: nameSpan(first) }],
        hint:
          kind === "retired"
            ? "keep one file of retired names"
            : "rename one of them, or remove it if it is the same thing",
      });
    else if (other !== undefined)
      yield diagnostic(
        "model/colliding-name",
        nameSpan(document),
        `\`${name}\` and \`${other.name}\` are one name in a generated client`,
        {
          related: [{ message: `\`${other.name}\` is here`, span: nameSpan(other) }],
          hint: "the OpenFeature CLI writes both in another case style; rename one of them",
        },
      );
    else if (similar !== undefined)
      yield diagnostic(
        "model/similar-name",
        nameSpan(document),
        `\`${name}\` and \`${similar.name}\` are easily confused`,
        {
          related: [{ message: `\`${similar.name}\` is here`, span: nameSpan(similar) }],
          hint: "choose a clearly different name",
        },
      );
    if (first === undefined) byName.set(name, document);
    if (similar === undefined) byShape.set(shape, document);
    if (other === undefined) for (const style of styles) byStyle.set(style, document);
  }
  for (const told of [...model.attributes.values(), ...[...model.sets.values()].filter((set) => set.told)])
    yield* judgeScope(model.config, told);
}

/** A name without case and separators. */
const shapeOf = onceFor(({ name }: Document) => name.toLowerCase().replace(/[_-]/g, ""));

/** Whether generated clients of the OpenFeature CLI have the name of a document. */
function isInManifest({ config }: Model, { kind }: Document): boolean {
  return config.outputs.has("manifest") && (kind === "flag" || kind === "release" || kind === "privilege");
}

/** Services tell attributes and groups by name, as they do ids by the names of scopes. */
function* judgeScope({ scopes, document }: Config, told: Named): Generator<Diagnostic> {
  if (!scopes.has(told.name) || takenNames.has(told.name)) return;
  const declared = (document.data as { readonly scopes: object }).scopes;
  const span = nameSpan(told.document);
  yield diagnostic("model/duplicate-name", span, `\`${told.name}\` is also the name of a scope`, {
    related: [{ message: "the scope is here", span: keySpan(document, declared, told.name) }],
    hint: "services tell both by name; rename one of them",
  });
}
