import { type Code, codes } from "../../scripts/model/codes.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { positionOf } from "../../scripts/model/text/source.ts";

/** A finding on one line: `path:line:column code`, and its severity if that is not the code's default. */
export function describeFinding({ code, severity, span }: Diagnostic): string {
  const { line, column } = positionOf(span.source, span.start);
  const weight = severity === codes[code].severity ? "" : ` (${severity})`;
  return `${span.source.path}:${line}:${column} ${code}${weight}`;
}

/** The codes of findings, each once, in order. */
export function codesOf(diagnostics: readonly Diagnostic[]): readonly Code[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort();
}
