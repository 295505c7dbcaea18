import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import type { Flag, Model } from "../../model/model.ts";
import type { AttributeDocument, FlagDocument, GroupsDocument, ReleaseDocument } from "../../model/shapes/documents.ts";
import { removeItem } from "../../model/text/remove-item.ts";
import type { Span } from "../../model/text/source.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/**
 * A name may occur only once in a list of names: variants, required flags, told groups, values, blocked versions.
 * Codes: `model/duplicate-entry`.
 */
export function* repeatedNames({ document }: Flag): Generator<Diagnostic> {
  const { variants, requires } = document.data as FlagDocument;
  if (Array.isArray(variants)) yield* judge(namesIn(document, variants));
  if (requires === undefined) return;
  yield* judge(
    requires.flatMap((item, index) =>
      typeof item === "string" ? [{ name: item, span: valueSpan(document, requires, index) }] : [],
    ),
  );
  for (const item of requires)
    if (typeof item !== "string")
      for (const values of Object.values(item)) if (Array.isArray(values)) yield* judge(namesIn(document, values));
}

/** The same for the names in anything but a flag. */
export function* repeatedNamesElsewhere(model: Model): Generator<Diagnostic> {
  for (const { document } of model.sets.values())
    yield* judge(namesIn(document, (document.data as GroupsDocument).told));
  for (const { document, ignoreCase } of model.attributes.values()) {
    const { type } = document.data as AttributeDocument;
    if (typeof type === "string") continue;
    yield* judge(namesIn(document, type).map(({ name, span }) => ({ name: normalizeId(name, ignoreCase), span })));
  }
  for (const { document } of model.releases.values()) {
    const { blocked = [] } = document.data as ReleaseDocument;
    yield* judge(blocked.map((each) => ({ name: each.version, span: valueSpan(document, each, "version") })));
  }
}

interface Place {
  readonly name: string;
  readonly span: Span;
}

function namesIn(document: Document, names: readonly string[] = []): readonly Place[] {
  return names.map((name, index) => ({ name, span: valueSpan(document, names, index) }));
}

function* judge(places: readonly Place[]): Generator<Diagnostic> {
  const seen = new Map<string, Span>();
  for (const { name, span } of places) {
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, span);
      continue;
    }
    const edit = removeItem(span);
    yield diagnostic("model/duplicate-entry", span, `\`${name}\` appears twice in this list`, {
      related: [{ message: `\`${name}\` first appears here`, span: first }],
      hint: "remove one of them",
      fix: edit === undefined ? undefined : { title: `remove the second \`${name}\``, edits: [edit] },
    });
  }
}
