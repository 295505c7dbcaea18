import { hash } from "node:crypto";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { linesOf, positionOf, textOf } from "../../model/text/source.ts";
import { hostPath } from "./host-path.ts";

/**
 * A function that identifies each finding of a report, in order, for hosts that follow findings from commit to commit: by
 * its code, its file, what it names and the text that it is about. It has no line number and not the wording of messages,
 * so it survives edits of other lines and updates of flagstone. Findings that share all of that are numbered.
 */
export function fingerprinter(gitPrefix: string): (finding: Diagnostic) => string {
  const seen = new Set<string>();
  const again = new Map<string, number>();
  return (finding) => {
    const digest = hash("sha256", JSON.stringify(essenceOf(finding, gitPrefix)), "hex").slice(0, 32);
    const { size } = seen;
    if (seen.add(digest).size > size) return `${digest}:1`;
    const number = (again.get(digest) ?? 1) + 1;
    again.set(digest, number);
    return `${digest}:${number}`;
  };
}

function essenceOf({ code, message, span }: Diagnostic, gitPrefix: string): readonly string[] {
  const { line } = positionOf(span.source, span.start);
  const lines = linesOf(span.source);
  const text = textOf(span);
  const essence = [
    code,
    hostPath(gitPrefix, span.source.path),
    span.source.text.slice(lines[line - 1], lines[line]).trim(),
    text.includes("\n") ? text.replace(/\r?\n[\s\S]*$/, "") : text,
  ];
  for (let start = message.indexOf("`"); start >= 0; ) {
    const end = message.indexOf("`", start + 1);
    if (end < 0) break;
    essence.push(message.slice(start, end + 1));
    start = message.indexOf("`", end + 1);
  }
  return essence;
}
