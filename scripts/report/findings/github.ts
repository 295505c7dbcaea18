import type { Diagnostic } from "../../model/diagnostic.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import type { Report } from "../report.ts";
import { hostPath } from "./host-path.ts";
import { adviceOn, countInWords, firstPlaces, type Reporter, summarize } from "./reporter.ts";

/** GitHub takes at most this many annotations of each severity from one step, and silently drops more. */
const most = 10;

/**
 * Workflow commands, which GitHub shows at the lines of a pull request. Lines that the change touches get annotations
 * first; all other findings are lines of the log.
 */
export const github: Reporter = function* (report, { gitPrefix }) {
  const { touched, others } = divide(report);
  const shown = new Set(
    (["error", "warning"] as const).flatMap((severity) =>
      [...touched, ...others].filter((finding) => finding.severity === severity).slice(0, most),
    ),
  );
  const left = report.diagnostics.filter((finding) => !shown.has(finding));
  const lines = [
    ...[...shown].map((finding) => annotate(finding, gitPrefix)),
    ...left.map((finding) => log(finding, gitPrefix)),
    summarize(report),
    ...(left.length === 0 ? [] : [`${tell(left)}: see the lines above; GitHub annotates only ${most} of each`]),
  ];
  yield lines.map((line) => `${line}\n`).join("");
};

function divide({ diagnostics, touched }: Report): Readonly<Record<"touched" | "others", readonly Diagnostic[]>> {
  const isTouched = ({ span }: Diagnostic): boolean => {
    const first = positionOf(span.source, span.start).line;
    const last = positionOf(span.source, Math.max(span.start, span.end - 1)).line;
    return touched?.get(span.source.path)?.some((lines) => lines.first <= last && first <= lines.last) ?? false;
  };
  return { touched: diagnostics.filter(isTouched), others: diagnostics.filter((finding) => !isTouched(finding)) };
}

function annotate(finding: Diagnostic, gitPrefix: string): string {
  const { code, severity, message, span, related } = finding;
  const start = positionOf(span.source, span.start);
  const end = positionOf(span.source, span.end);
  // GitHub takes columns only if a finding begins and ends on the same line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const file = escapeControls(hostPath(gitPrefix, span.source.path));
  const place = { file, line: start.line, endLine: end.line, ...columns, title: code };
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const lines = [message, ...adviceOn(finding)];
  const { shown, rest } = firstPlaces(related);
  for (const other of shown) lines.push(`note: ${other.message} (${placeOf(other.span, gitPrefix)})`);
  for (const line of rest) lines.push(`note: ${line}`);
  return `::${severity} ${properties.join(",")}::${escapeMessage(lines.map(escapeControls).join("\n"))}`;
}

/** A line of the log. */
function log({ code, severity, message, span }: Diagnostic, gitPrefix: string): string {
  return escapeControls(`${severity}[${code}] ${placeOf(span, gitPrefix)}: ${message}`);
}

function placeOf({ source, start }: Span, gitPrefix: string): string {
  const { line, column } = positionOf(source, start);
  return `${hostPath(gitPrefix, source.path)}:${line}:${column}`;
}

function tell(left: readonly Diagnostic[]): string {
  return countInWords(left, "more ").join(" and ");
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
