import type { Document } from "../../model/document.ts";
import type { Attribute } from "../../model/model.ts";
import type { AttributeDocument } from "../../model/shapes/documents.ts";
import { resolveNamed } from "./common-keys.ts";
import { testedAttribute } from "./tested.ts";

/** The attribute that a document describes. */
export function resolveAttribute(document: Document): Attribute {
  const { scope } = document.data as AttributeDocument;
  return { kind: "attribute", scope, ...testedAttribute(document), ...resolveNamed(document) };
}
