import { type Document, valueSpan } from "../document.ts";
import type { Waiver } from "../model.ts";
import type { WaiverDocument } from "../shapes/documents.ts";
import { resolveNamed } from "./named.ts";

/** The waiver that a document describes. */
export function resolveWaiver(document: Document): Waiver {
  const data = document.data as WaiverDocument;
  return {
    ...resolveNamed(document),
    kind: "waiver",
    approvedBy: data.approved_by,
    allow: data.allow.map(({ policy, name, version }, index) => ({
      policy,
      name,
      version,
      span: valueSpan(document, data.allow, index),
    })),
  };
}
