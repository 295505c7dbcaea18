import type { Diagnostic } from "../../model/diagnostic.ts";
import { escapeControls } from "../../model/text/escape-controls.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import { adviceOn, firstPlaces, type Reporter, summarize } from "./reporter.ts";
import { type FrameLine, frameOf } from "./source-frame.ts";
import { filesInWords, linesInWords, standTogether } from "./stand-together.ts";

const styles = { error: "1;31", warning: "1;33", note: "1;36", strong: "1", dim: "2" } as const;
type Paint = (style: keyof typeof styles, text: string) => string;

/** For people: each finding with the lines it refers to, what to do, and a summary; of many of one kind only some. */
export const text: Reporter = function* (report, { colour }) {
  const paint: Paint = colour ? (style, text) => `\x1b[${styles[style]}m${text}\x1b[0m` : (_style, text) => text;
  const findings = standTogether(report.diagnostics).map(({ shown, others, elsewhere }) => {
    const { code, span } = shown[0] ?? {};
    const path = escapeControls(span?.source.path ?? "");
    const more = escapeControls(filesInWords(elsewhere));
    return [
      ...shown.map((finding) => describe(finding, paint)),
      ...(others.length === 0
        ? []
        : [paint("strong", `and ${others.length} more like these in ${path}, ${linesInWords(others)}`)]),
      ...(elsewhere.length === 0
        ? []
        : [paint("strong", `and ${elsewhere.length} more of \`${code}\` in ${more}; \`--format json\` has all`)]),
    ]
      .map((part) => `${part}\n\n`)
      .join("");
  });
  const first = report.diagnostics.find(({ severity }) => severity === "error") ?? report.diagnostics[0];
  const next = first === undefined ? "" : `what a code means: \`flagstone code ${first.code}\`\n`;
  yield `${findings.join("")}${paint("strong", summarize(report))}\n${next}`;
};

function describe(finding: Diagnostic, paint: Paint): string {
  const { code, severity, message, span, related } = finding;
  const { shown, rest } = firstPlaces(related);
  const width = Math.max(...[span, ...shown.map((each) => each.span)].map(gutterWidth));
  const blank = " ".repeat(width);
  return [
    `${paint(severity, `${severity}[${code}]`)}${paint("strong", `: ${escapeControls(message)}`)}`,
    ...place(span, width, severity, paint),
    ...adviceOn(finding).map((line) => `${blank} ${paint("dim", "=")} ${escapeControls(line)}`),
    ...shown.flatMap((other) => [
      `${paint("note", "note")}: ${escapeControls(other.message)}`,
      ...place(other.span, width, "note", paint),
    ]),
    ...rest.map((line) => `${paint("note", "note")}: ${line}`),
  ].join("\n");
}

/** Where something is, and its lines with a mark under them. */
function place(span: Span, width: number, style: keyof typeof styles, paint: Paint): string[] {
  const blank = " ".repeat(width);
  const { line, column } = positionOf(span.source, span.start);
  const frame = frameOf(span);
  const path = escapeControls(span.source.path);
  const head = `${blank}${paint("dim", "-->")} ${frame.length === 0 ? path : `${path}:${line}:${column}`}`;
  if (frame.length === 0) return [head];
  const rows = frame.flatMap((each, index) => [
    ...(isBehindGap(frame, index) ? [paint("dim", "...")] : []),
    `${paint("dim", `${String(each.number).padStart(width)} |`)}${each.text === "" ? "" : ` ${each.text}`}`,
    `${blank} ${paint("dim", "|")} ${" ".repeat(each.indent)}${paint(style, "^".repeat(each.width))}`,
  ]);
  return [head, `${blank} ${paint("dim", "|")}`, ...rows];
}

function isBehindGap(frame: readonly FrameLine[], index: number): boolean {
  const previous = frame[index - 1];
  return previous !== undefined && frame[index]?.number !== previous.number + 1;
}

/** All frames of a finding are aligned, so their line numbers have the same width. */
function gutterWidth(span: Span): number {
  return String(positionOf(span.source, Math.max(span.start, span.end - 1)).line).length;
}
