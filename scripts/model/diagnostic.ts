import { type Code, codes, type Severity } from "./codes.ts";
import type { Span } from "./text/source.ts";
import type { TextEdit } from "./text/textedit.ts";
import { compareText } from "./text/words.ts";

/** Another place that a finding refers to, such as where a customer was first listed. */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

/** A repair that is certain: applying its edits removes the finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A finding: what is wrong (message), where (span), and what to do (hint, fix). */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly hint?: string;
  readonly fix?: Fix;
  /** The number of errors that only follow from this one, and are not reported. */
  readonly echoes?: number;
}

/** What a finding may have besides its code, place and message. */
export interface Extra {
  readonly severity?: Severity | undefined;
  readonly related?: readonly Related[] | undefined;
  readonly hint?: string | undefined;
  readonly fix?: Fix | undefined;
}

/** Shared, as most findings refer to no other place. */
const nowhere: readonly Related[] = [];

/** A finding with the severity of its code, unless `extra` says otherwise. */
export function diagnostic(code: Code, span: Span, message: string, extra: Extra = {}): Diagnostic {
  const { severity = codes[code].severity, related = nowhere, hint, fix } = extra;
  // Written out, since there may be a hundred thousand of them.
  if (fix !== undefined)
    return { code, severity, message, span, related, ...(hint === undefined ? {} : { hint }), fix };
  return hint === undefined
    ? { code, severity, message, span, related }
    : { code, severity, message, span, related, hint };
}

/** The order in which findings are reported: by path (code unit), place, code, message. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    (a.span.source === b.span.source ? 0 : compareText(a.span.source.path, b.span.source.path)) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Whether any finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((finding) => finding.severity === "error");
}
