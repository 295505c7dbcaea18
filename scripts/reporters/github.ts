import type { Diagnostic } from "../diagnostic.ts";
import { printable } from "../printable.ts";
import { positionOf } from "../source.ts";
import { type Reporter, summarize } from "./reporter.ts";

/** Workflow commands, which GitHub shows at the lines of a pull request. */
export const github: Reporter = (report, { gitPrefix }) =>
  [...report.diagnostics.map((finding) => `${annotate(finding, gitPrefix)}\n`), `${summarize(report)}\n`].join("");

function annotate({ code, severity, message, span, hint, related }: Diagnostic, gitPrefix: string): string {
  const start = positionOf(span.source, span.start);
  const end = positionOf(span.source, span.end);
  // GitHub takes columns only where a finding begins and ends on one line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const place = { file: gitPrefix + span.source.path, line: start.line, endLine: end.line, ...columns, title: code };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const lines = [message, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  for (const other of related) {
    const { line, column } = positionOf(other.span.source, other.span.start);
    lines.push(`note: ${other.message} (${gitPrefix}${other.span.source.path}:${line}:${column})`);
  }
  return `::${severity} ${properties.join(",")}::${escapeMessage(lines.map(printable).join("\n"))}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
