import { hash } from "node:crypto";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { linesOf, positionOf, textOf } from "../../model/text/source.ts";
import { hostPath } from "./host-path.ts";

/**
 * Identifies each finding for hosts that follow findings from commit to commit: by its code, its file, what it names
 * and the text that it is about. It has no line number and not the wording of messages, so it survives edits of other
 * lines and updates of flagstone. Findings that share all of that are numbered.
 */
export function fingerprintsOf(diagnostics: readonly Diagnostic[], gitPrefix: string): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((finding) => {
    const digest = hash("sha256", JSON.stringify(essenceOf(finding, gitPrefix)), "hex").slice(0, 32);
    const number = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, number);
    return `${digest}:${number}`;
  });
}

function essenceOf({ code, message, span }: Diagnostic, gitPrefix: string): readonly string[] {
  const { line } = positionOf(span.source, span.start);
  const lines = linesOf(span.source);
  const names = message.match(/`[^`]*`/g) ?? [];
  return [
    code,
    hostPath(gitPrefix, span.source.path),
    span.source.text.slice(lines[line - 1], lines[line]).trim(),
    textOf(span).replace(/\r?\n[\s\S]*$/, ""),
    ...names,
  ];
}
