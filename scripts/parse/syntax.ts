import type { YAMLParseError } from "yaml";
import { compareDiagnostics, type Diagnostic, diagnostic } from "../diagnostic.ts";
import { positionOf, type Source } from "../source.ts";

export function syntaxFinding(source: Source, error: YAMLParseError): Diagnostic {
  const [start, end] = error.pos;
  return diagnostic("yaml/syntax", { source, start, end }, error.message);
}

export function conflicts(source: Source): Diagnostic[] { return []; }

export function tidy(findings: readonly Diagnostic[], most: number): readonly Diagnostic[] {
  return findings.slice(0, most);
}
