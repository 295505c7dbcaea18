import type { Tested } from "../../model/attribute.ts";
import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import type { AttributeDocument, GroupsDocument } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** Everything that a condition may test, by name. */
export type TestedByName = ReadonlyMap<string, Tested>;

/** What conditions may test in some documents of one environment; of two with the same name the first counts. */
export function testedIn(documents: readonly Document[], wholes: readonly Document[]): TestedByName {
  const tested = new Map<string, Tested>();
  for (const [index, document] of documents.entries()) {
    if (tested.has(document.name)) continue;
    if (document.kind === "attribute") tested.set(document.name, testedAttribute(document));
    else if (document.kind === "groups") tested.set(document.name, testedSet(document, wholes[index] ?? document));
  }
  return tested;
}

/** A set is tested by the names of its groups; one that is a plain list by whether the customer is in it. */
function testedSet(document: Document, whole: Document): Tested {
  const { exclusive = true, members } = document.data as GroupsDocument;
  if (Array.isArray(members)) return { type: "boolean", ignoreCase: false, values: undefined };
  return { type: exclusive ? "text" : "list", ignoreCase: false, values: groupNames(document, whole) };
}

/** What the document of an attribute says about its values. */
export function testedAttribute(document: Document): Tested {
  const { type, ignoreCase = false } = document.data as AttributeDocument;
  if (typeof type === "string") return { type, ignoreCase, values: undefined };
  return { type: "text", ignoreCase, values: type.map((value) => normalizeId(value, ignoreCase)) };
}

/** The groups that `members` does not have here: told ones, the default, those of other environments; some twice. */
export function* unlistedGroups(document: Document, whole: Document): Generator<readonly [name: string, span: Span]> {
  const { told = [], default: standard } = document.data as GroupsDocument;
  for (const [index, name] of told.entries()) yield [name, valueSpan(document, told, index)];
  if (standard !== undefined) yield [standard, valueSpan(document, document.data as object, "default")];
  const everywhere = whole === document ? {} : ((whole.data as GroupsDocument).members ?? {});
  if (!Array.isArray(everywhere))
    for (const name of Object.keys(everywhere)) yield [name, keySpan(whole, everywhere, name)];
}

/** The names of the groups of a set whose members are not a plain list. */
function groupNames(document: Document, whole: Document): readonly string[] {
  const { members = {} } = document.data as GroupsDocument;
  return [...new Set([...Object.keys(members), ...[...unlistedGroups(document, whole)].map(([name]) => name)])];
}
