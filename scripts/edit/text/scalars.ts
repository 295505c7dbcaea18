import { type Document, keySpan, spanOf, valueSpan } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";
import type { Path } from "./value-at.ts";

/** A key or a value, and where it is; for one that is not text, the text is empty. */
interface Scalar {
  readonly path: Path;
  readonly span: Span;
  readonly text: string;
  readonly isKey: boolean;
}

/** All keys and values of a document that are not mappings or lists. */
export function scalarsOf(document: Document): readonly Scalar[] {
  const found: Scalar[] = [];
  const look = (value: unknown, path: Path, span: Span): void => {
    if (typeof value !== "object" || value === null)
      found.push({ path, span, text: typeof value === "string" ? value : "", isKey: false });
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) look(item, [...path, index], valueSpan(document, value, index));
    else
      for (const [key, item] of Object.entries(value)) {
        found.push({ path: [...path, key], span: keySpan(document, value, key), text: key, isKey: true });
        look(item, [...path, key], valueSpan(document, value, key));
      }
  };
  look(document.data, [], spanOf(document, { start: 0, end: 0 }));
  return found;
}
