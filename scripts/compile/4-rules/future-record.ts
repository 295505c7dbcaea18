import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { type Document, valueSpan } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";
import type { PrivilegeDocument, ReleaseDocument, RetiredDocument } from "../../model/shapes/documents.ts";
import { dayLength, startOf } from "../../model/time.ts";

/** A record with the day on which something was done. */
interface DatedRecord {
  readonly document: Document;
  readonly data: { readonly date: string };
  /** What is so as soon as there is the record. */
  readonly what: string;
  /** How to do it later. */
  readonly later?: string;
}

/** A record says what was done: one with a date that is still to come postpones nothing. Codes: `model/no-effect`. */
export function* futureRecord(model: Model): Generator<Diagnostic> {
  // Where clocks are ahead of UTC, it is tomorrow already.
  const latest = model.asOf + dayLength;
  for (const { document, data, what, later } of recordsIn(model))
    if (startOf(data.date) > latest)
      yield diagnostic("model/no-effect", valueSpan(document, data, "date"), `${what} already, whatever its date`, {
        hint: `write the day on which that was done${later === undefined ? "" : `; ${later}`}`,
      });
}

function* recordsIn({ retired, privileges, releases }: Model): Generator<DatedRecord> {
  const later = "for a later end, leave the file until then";
  for (const document of new Set(retired.map((record) => record.document)))
    for (const [name, records] of Object.entries((document.data as RetiredDocument).retired))
      for (const data of [records].flat()) yield { document, data, what: `\`${name}\` is retired`, later };
  for (const { document } of releases.values())
    for (const data of (document.data as ReleaseDocument).blocked ?? [])
      yield { document, data, what: `version \`${data.version}\` is blocked` };
  for (const { name, document } of privileges.values()) {
    const { frozen } = document.data as PrivilegeDocument;
    if (frozen === undefined) continue;
    const later = "for a later end, leave the customer in the list, with `until`";
    yield { document, data: frozen, what: `the list of \`${name}\` is frozen` };
    for (const data of frozen.ended ?? []) yield { document, data, what: "the privilege has ended", later };
    for (const data of frozen.renamed ?? []) yield { document, data, what: `\`${data.id}\` is the customer's id` };
  }
}
