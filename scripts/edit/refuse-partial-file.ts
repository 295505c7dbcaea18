import type { Document } from "../model/document.ts";
import type { Model } from "../model/model.ts";
import { whyUnreliable } from "../model/why-missing.ts";

/** Why the lists of a document cannot be edited: parts of it could not be read, so it is not known what is in them. */
export function refusePartialFile({ partial }: Model, document: Document): string | undefined {
  return partial.has(document) ? whyUnreliable(document.source.path) : undefined;
}
