import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import type { Waiver } from "../../model/model.ts";
import type { WaiverDocument } from "../../model/shapes/documents.ts";
import { resolveNamed } from "./common-keys.ts";

/** The waiver that a document describes. */
export function resolveWaiver(document: Document): Waiver {
  const data = document.data as WaiverDocument;
  return {
    kind: "waiver",
    approvedBy: data.approved_by,
    allow: data.allow.map((line, index) => ({
      policy: line.policy,
      name: line.name,
      version: line.version,
      span: valueSpan(document, data.allow, index),
      versionSpan: keySpan(document, line, "version"),
    })),
    ...resolveNamed(document),
  };
}
