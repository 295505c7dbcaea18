import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import { describeError } from "./describe-error.ts";
import { dropInvalid } from "./drop-invalid.ts";
import { schemaErrorsOf } from "./schema-errors.ts";
import { validators } from "./shapes/validators.js";

/** What the schema of its kind says of a document. */
interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the document is whole enough to be resolved: whatever must be there is there. */
  readonly sound: boolean;
}

/**
 * Judges a document by the schema of its kind. What does not fit is taken out of its data, so that one bad node hides
 * nothing else.
 */
export function validate(document: Document): Validation {
  const validator = validators[document.kind];
  if (validator(document.data)) return { diagnostics: [], sound: true };
  const faults = schemaErrorsOf(document, validator.errors ?? []);
  const diagnostics = faults.map((fault) => describeError(fault));
  return { diagnostics, sound: dropInvalid(document, faults) };
}
