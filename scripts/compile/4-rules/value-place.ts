import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";

/** Where the part of a value is that keys and indexes lead to, following them as far as they exist. */
export function spanAlong({ document }: Flag, path: readonly (string | number)[]): Span {
  const data = document.data as FlagDocument;
  let span = keySpan(document, data, "variants");
  let container: unknown = data.variants;
  for (const key of path) {
    if (typeof container !== "object" || container === null) return span;
    span = valueSpan(document, container, key);
    container = (container as Readonly<Record<string | number, unknown>>)[key];
  }
  return span;
}

/** The keys and indexes that lead to a part of a value, as a message shows them; empty for the whole. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}
