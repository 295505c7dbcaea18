import { entryReader, valuesAt } from "../../compile/1-parse/read-entry.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";

/** What an item of a list says besides whom it is about, as written. */
export interface EntryDetails {
  readonly from?: string;
  readonly until?: string;
  readonly date?: string;
  readonly reason?: string;
  readonly link?: string;
}

/** What the item of a list that contains a place says; nothing if it only names somebody, or is in no list. */
export function detailsAt(documents: readonly Document[], span: Span): EntryDetails {
  const document = documents.find(({ source }) => source === span.source);
  if (document === undefined) return {};
  const item = itemAt(document, document.data, span.start);
  if (item !== undefined) return detailsOf(item);
  // The entries of a long list are not in the data, and are read again.
  return detailsOf(Object.fromEntries(valuesAt(entryReader(span.source.text), span.end)));
}

/** The innermost mapping in a list that contains an offset. */
function itemAt(document: Document, data: unknown, offset: number): object | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  if (!Array.isArray(data))
    return Object.values(data).reduce<object | undefined>(
      (found, value) => found ?? itemAt(document, value, offset),
      undefined,
    );
  for (const [index, item] of data.entries()) {
    if (typeof item !== "object" || item === null) continue;
    const { start, end } = valueSpan(document, data, index);
    if (start <= offset && offset < end) return itemAt(document, item, offset) ?? item;
  }
  return undefined;
}

function detailsOf(item: object): EntryDetails {
  const own = item as Readonly<Record<string, unknown>>;
  const texts = (["from", "until", "date", "reason", "link"] as const).flatMap((key) =>
    typeof own[key] === "string" ? [[key, own[key]] as const] : [],
  );
  return Object.fromEntries(texts);
}
