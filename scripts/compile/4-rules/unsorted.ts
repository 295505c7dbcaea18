import { type Diagnostic, diagnostic, type Fix } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import type { Model, Retired } from "../../model/model.ts";
import { compareText } from "../../model/text/words.ts";

/** Retired names should be sorted: `model/unsorted`. */
export function* unsorted(model: Model): Generator<Diagnostic> {
  let last: Retired | undefined;
  for (const record of model.retired) {
    if (last?.document === record.document && compareText(last.name, record.name) > 0)
      yield diagnostic("model/unsorted", record.span, `\`${record.name}\` must come before \`${last.name}\``, {
        related: [{ message: `\`${last.name}\` is here`, span: last.span }],
        hint: "keep the names sorted, so that pull requests seldom touch the same line",
        fix: model.partial.has(record.document) ? undefined : putInOrder(record.document),
      });
    last = record;
  }
}

/** The fix that sorts all names; undefined if comments, or all names on one line, leave open what belongs where. */
function putInOrder(document: Document): Fix | undefined {
  const { source } = document;
  const { retired } = document.data as { retired: object };
  const place = document.maps.get(retired);
  if (place === undefined) return undefined;
  const names = [...place.keys.keys()];
  const starts = [...place.keys.values()].map(({ start }) => source.text.lastIndexOf("\n", start - 1) + 1);
  const end = source.text.indexOf("\n", place.end) + 1;
  const isInLines = [...place.keys.values()].every(({ start }, index) =>
    /^ *$/.test(source.text.slice(starts[index], start)),
  );
  if (end === 0 || !isInLines || new Set(starts).size < names.length) return undefined;
  const parts = names.map((name, index) => ({
    name,
    text: source.text.slice(starts[index], starts[index + 1] ?? end),
  }));
  if (parts.some(({ text }) => /^\s*(?:#|$)/m.test(text.replace(/\r?\n$/, "")))) return undefined;
  parts.sort((a, b) => compareText(a.name, b.name));
  const text = parts.map((part) => part.text).join("");
  return { title: "sort the names", edits: [{ span: { source, start: starts[0] ?? 0, end }, text }] };
}
