import type { Diagnostic, Fix } from "../../model/diagnostic.ts";
import { linesOf, positionOf, type Source, type Span } from "../../model/text/source.ts";
import { applyEdits } from "../../model/text/textedit.ts";
import { inert } from "../escape-markdown.ts";
import { hostPath } from "./host-path.ts";
import { jsonOfMany } from "./json-of-many.ts";
import { inertAdviceOn, type Reporter, type ReporterOptions } from "./reporter.ts";

/** Reviewdog Diagnostic Format: lines from 1, columns in bytes of UTF-8 from 1, the end exclusive. */
export const rdjson: Reporter = ({ diagnostics }, { ...options }) => {
  const around = (diagnostics: readonly unknown[]): object => ({ source: { name: "flagstone" }, diagnostics });
  return jsonOfMany(diagnostics, (finding) => describe(finding, options), around);
};

function describe(finding: Diagnostic, options: ReporterOptions): object {
  const { code, severity, message, span, related, hint, fix } = finding;
  const suggestion = fix && suggestionOf(fix, span.source);
  const toSay = suggestion === undefined ? finding : { ...(hint && { hint }) };
  return {
    // Reviewdog turns it into comments.
    message: [inert(message), ...inertAdviceOn(toSay)].join("\n"),
    location: locationOf(span, options),
    severity: severity === "error" ? "ERROR" : "WARNING",
    code: { value: code, url: options.urlOf(code) },
    suggestions: suggestion && [suggestion],
    related_locations:
      related.length === 0
        ? undefined
        : related.map((other) => ({ message: inert(other.message), location: locationOf(other.span, options) })),
  };
}

function locationOf({ source, start, end }: Span, { gitPrefix }: ReporterOptions): object {
  const path = hostPath(gitPrefix, source.path);
  return source.text === "" ? { path } : { path, range: rangeOf(source, start, end) };
}

function rangeOf(source: Source, start: number, end: number): object {
  return { start: bytePosition(source, start), end: bytePosition(source, end) };
}

function bytePosition(source: Source, offset: number): object {
  const { line } = positionOf(source, offset);
  return { line, column: Buffer.byteLength(source.text.slice(linesOf(source)[line - 1], offset)) + 1 };
}

/**
 * Suggestions are alternatives within the file of the finding: a fix is a single one, or none if it changes other files
 * too.
 */
function suggestionOf({ edits }: Fix, source: Source): object | undefined {
  if (edits.length === 0 || edits.some(({ span }) => span.source.path !== source.path)) return undefined;
  const start = Math.min(...edits.map(({ span }) => span.start));
  const end = Math.max(...edits.map(({ span }) => span.end));
  const { text } = applyEdits(source, edits);
  return { range: rangeOf(source, start, end), text: text.slice(start, text.length - (source.text.length - end)) };
}
