import type { Diagnostic } from "../diagnostic.ts";
import type { Document } from "../document.ts";
import { judges } from "../shapes/judges.js";
import { explain } from "./explain.ts";
import { faultsOf } from "./faults.ts";
import { prune } from "./prune.ts";

/** What the schema of its kind says of a document. */
export interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the document is whole enough to be resolved: whatever must be there is there. */
  readonly sound: boolean;
}

/**
 * Judges a document by the schema of its kind. What does not fit is taken out of its data, so that one bad node hides
 * nothing else.
 */
export function validate(document: Document): Validation {
  const judge = judges[document.kind];
  if (judge(document.data)) return { diagnostics: [], sound: true };
  const faults = faultsOf(document, judge.errors ?? []);
  const diagnostics = faults.map((fault) => explain(fault));
  return { diagnostics, sound: prune(document, faults) };
}
