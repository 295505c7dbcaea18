import { type Code, codes, type Severity } from "../../model/codes.ts";
import type { Diagnostic, Fix } from "../../model/diagnostic.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import { inert } from "../escape-markdown.ts";
import { fingerprinter } from "./fingerprint.ts";
import { hostPath } from "./host-path.ts";
import { jsonOfMany } from "./json-of-many.ts";
import { inertAdviceOn, type Reporter, type ReporterOptions } from "./reporter.ts";

/** GitHub refuses a run with more results. */
const most = 25_000;
const ruleIds = Object.keys(codes) as Code[];

/** SARIF 2.1.0 as GitHub's code scanning takes it. The rules are all codes, the same in every report. */
export const sarif: Reporter = (report, { ...options }) => {
  const diagnostics = mostImportant(report.diagnostics);
  const fingerprintOf = fingerprinter(options.gitPrefix);
  const rules = ruleIds.map((id) => ruleOf(id, options));
  const tool = { driver: { name: "Flagstone", semanticVersion: options.version, rules } };
  return jsonOfMany(
    diagnostics,
    (finding) => resultOf(finding, fingerprintOf(finding), options),
    (results) => ({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool, columnKind: "utf16CodeUnits", results }],
    }),
  );
};

function mostImportant(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= most) return diagnostics;
  const of = (severity: Severity) => diagnostics.filter((finding) => finding.severity === severity);
  return [...of("error"), ...of("warning")].slice(0, most);
}

function ruleOf(id: Code, { pageOf, urlOf }: ReporterOptions): object {
  const { severity, summary } = codes[id];
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const page = pageOf(id);
  return {
    id,
    shortDescription: { text: sentence },
    fullDescription: { text: sentence },
    help: { text: page ?? `${sentence} Run \`flagstone code ${id}\` for more.`, markdown: page },
    helpUri: urlOf(id),
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: Diagnostic, fingerprint: string, { gitPrefix }: ReporterOptions): object {
  const { code, severity, message, span, related, fix } = finding;
  return {
    ruleId: code,
    ruleIndex: ruleIds.indexOf(code),
    level: severity,
    message: {
      text: [
        withoutLinks(inert(message)),
        ...inertAdviceOn(finding).map(withoutLinks),
        // GitHub shows only those places that the text links to.
        ...related.map((other, index) => `note: [${inert(other.message).replace(/[[\]\\]/g, "\\$&")}](${index + 1})`),
      ].join("\n"),
    },
    locations: [{ physicalLocation: placeOf(span, gitPrefix) }],
    relatedLocations:
      related.length === 0
        ? undefined
        : related.map((other, index) => ({
            id: index + 1,
            physicalLocation: placeOf(other.span, gitPrefix),
            message: { text: withoutLinks(inert(other.message)) },
          })),
    // The key that GitHub uses is left to its upload, which warns about any other value.
    partialFingerprints: { "flagstone/v1": fingerprint },
    fixes: fix && [fixOf(fix, gitPrefix)],
  };
}

function fixOf({ title, edits }: Fix, gitPrefix: string): object {
  const paths = [...new Set(edits.map(({ span }) => span.source.path))];
  return {
    description: { text: withoutLinks(inert(title)) },
    artifactChanges: paths.map((path) => ({
      artifactLocation: { uri: uriOf(hostPath(gitPrefix, path)) },
      replacements: edits
        .filter(({ span }) => span.source.path === path)
        .map(({ span, text }) => ({ deletedRegion: regionOf(span), insertedContent: { text } })),
    })),
  };
}

function placeOf(span: Span, gitPrefix: string): object {
  return { artifactLocation: { uri: uriOf(hostPath(gitPrefix, span.source.path)) }, region: regionOf(span) };
}

function regionOf({ source, start, end }: Span): object {
  const [from, to] = [positionOf(source, start), positionOf(source, end)];
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** A relative reference, in which no segment is taken for a scheme, a query or an escape. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

/** SARIF reads `[text](target)` in plain messages as a link. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", "\\](");
}
