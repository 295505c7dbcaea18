import type { Document } from "../model/document.ts";
import type { Model } from "../model/model.ts";

/** Why the lists of a document cannot be edited: parts of it could not be read, so nobody knows all that is in them. */
export function refusePartialFile({ partial }: Model, document: Document): string | undefined {
  return partial.has(document) ? `\`${document.source.path}\` has errors; see \`flagstone check\`` : undefined;
}
