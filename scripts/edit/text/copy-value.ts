import { type Document, valueSpan } from "../../model/document.ts";
import { textOf } from "../../model/text/source.ts";
import { asWritten, type Yaml } from "./write-yaml.ts";

/**
 * A value of a document in a form that can be written again elsewhere, including quotes; undefined if a list in it is
 * so long that it is kept in columns. Items of lists for which `isKept` is false are left out.
 */
export function copyValue(
  document: Document,
  value: unknown,
  isKept: (item: unknown) => boolean = () => true,
): Yaml | undefined {
  if (typeof value !== "object" || value === null) return value as Yaml;
  if (Array.isArray(value)) {
    if ((document.lists.get(value)?.runs.size ?? 0) > 0) return undefined;
    const items = value.flatMap((item, index) => (isKept(item) ? [part(value, index, item)] : []));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const pairs = Object.entries(value).map(([key, item]) => [key, part(value, key, item)] as const);
  return pairs.every(([, item]) => item !== undefined) ? Object.fromEntries(pairs) : undefined;

  function part(container: object, key: string | number, item: unknown): Yaml | undefined {
    if (typeof item === "string") return asWritten(item, textOf(valueSpan(document, container, key)));
    return copyValue(document, item, isKept);
  }
}
