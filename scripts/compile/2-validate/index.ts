import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import { describeError } from "./describe-error.ts";
import { dropInvalid } from "./drop-invalid.ts";
import { withoutEchoes } from "./echoes.ts";
import { schemaErrorsOf } from "./schema-errors.ts";
import { validators } from "./shapes/validators.js";

/** What the schema of its kind says of a document. */
interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the document is complete enough to be resolved: everything required is there. */
  readonly sound: boolean;
}

/**
 * Checks a document against the schema of its kind. What does not fit is removed from its data, so that one bad node
 * does not hide anything else.
 */
export function validate(document: Document): Validation {
  const validator = validators[document.kind];
  if (validator(document.data)) return { diagnostics: [], sound: true };
  const faults = schemaErrorsOf(document, validator.errors ?? []);
  const diagnostics = withoutEchoes(faults).map(([fault, echoes]) => ({
    ...describeError(fault, echoes),
    ...(echoes.length > 0 ? { echoes: echoes.length } : {}),
  }));
  return { diagnostics, sound: dropInvalid(document, faults) };
}
