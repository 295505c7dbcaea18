import { type Document, keySpan } from "../../model/document.ts";
import type { Retired } from "../../model/model.ts";
import type { RetiredDocument } from "../../model/shapes/documents.ts";
import type { Json } from "../../runtime/load/value-shape.ts";

/** The records of retired names, in the order of the file. */
export function resolveRetired(document: Document): readonly Retired[] {
  const { retired } = document.data as RetiredDocument;
  return Object.entries(retired).flatMap(([name, records]) =>
    (Array.isArray(records) ? records : [records]).map((record) => ({
      name,
      kind: record.kind,
      outcome: record.outcome,
      answer: record.answer,
      client: record.client === true,
      value: record.value as Json | undefined,
      span: keySpan(document, retired, name),
      document,
    })),
  );
}
