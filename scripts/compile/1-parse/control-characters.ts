import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Source } from "../../model/text/source.ts";

const suspicious = /[\0-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const controlPattern = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\r(?!\n)/g;

/** The first few characters that YAML does not allow; a carriage return alone ends a line for only some readers. */
export function controlCharacters(source: Source, most = 10): Diagnostic[] {
  const findings: Diagnostic[] = [];
  if (!suspicious.test(source.text)) return findings;
  for (const match of source.text.matchAll(controlPattern)) {
    const unit = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const span = { source, start: match.index, end: match.index + 1 };
    const message = match[0] === "\r" ? "a carriage return without a line feed" : `the control character U+${unit}`;
    findings.push(diagnostic("yaml/syntax", span, message));
    if (findings.length === most) break;
  }
  return findings;
}
