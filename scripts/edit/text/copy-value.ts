import type { Document } from "../../model/document.ts";
import type { Yaml } from "./write-yaml.ts";

/** A value of a document as it could be written again elsewhere; undefined where a list in it is so long that it is kept in columns. */
export function copyValue(document: Document, value: unknown): Yaml | undefined {
  if (typeof value !== "object" || value === null) return value as Yaml;
  if (Array.isArray(value)) {
    if ((document.lists.get(value)?.runs.size ?? 0) > 0) return undefined;
    const items = value.map((item) => copyValue(document, item));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const pairs = Object.entries(value).map(([key, item]) => [key, copyValue(document, item)] as const);
  return pairs.every(([, item]) => item !== undefined) ? Object.fromEntries(pairs) : undefined;
}
