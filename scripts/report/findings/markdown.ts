import { type Code, codes } from "../../model/codes.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { addTo } from "../../model/group-by.ts";
import { positionOf, type Span } from "../../model/text/source.ts";
import { codeSpan, inert } from "../escape-markdown.ts";
import type { Report } from "../report.ts";
import { adviceOn, countInWords, firstPlaces, type Reporter, type ReporterOptions, summarize } from "./reporter.ts";

/** The characters that a comment on a pull request may have. */
const room = 65_536;
/** Reserved for the sentence about what does not fit. */
const roomForRest = 200;
/** A longer message is cut, and of more places only the number is given. */
const longestMessage = 1_000;
const mostPlaces = 5;

/**
 * For the summary of a CI job and for comments: the totals, then the findings by code, errors first, as many as fit.
 */
export const markdown: Reporter = function* (report, options) {
  let text = `## Flagstone: ${summarize(report)}\n${waivedIn(report)}`;
  const left: Diagnostic[] = [];
  for (const findings of sectionsOf(report.diagnostics)) {
    let heading = headingOf(findings, options);
    for (const finding of findings) {
      const next = heading + describe(finding);
      if (left.length > 0 || text.length + next.length > room - roomForRest) {
        left.push(finding);
        continue;
      }
      text += next;
      heading = "";
    }
  }
  yield left.length === 0 ? text : `${text}\n${rest(left)}\n`;
};

/** What waivers allowed, which reviewers would not see among the findings. */
function waivedIn({ waived = [] }: Report): string {
  if (waived.length === 0) return "";
  const shown = waived.slice(0, mostPlaces).map((each) => `- ${say(each)}\n`);
  const more = waived.length - shown.length;
  return `\n### Waived by this change\n\n${shown.join("")}${more === 0 ? "" : `- and ${more} more\n`}`;
}

/** The findings of one severity and code each. */
function sectionsOf(diagnostics: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const sections = new Map<string, Diagnostic[]>();
  for (const severity of ["error", "warning"])
    for (const finding of diagnostics)
      if (finding.severity === severity) addTo(sections, severity + finding.code, finding);
  return [...sections.values()];
}

function headingOf([first]: readonly Diagnostic[], { urlOf }: ReporterOptions): string {
  if (first === undefined) return "";
  const { code, severity } = first;
  return `\n### ${severity === "error" ? "❌ Error" : "⚠️ Warning"} ${linkTo(code, urlOf(code))}: ${codes[code].summary}\n\n`;
}

function linkTo(code: Code, url: string | undefined): string {
  return url === undefined ? codeSpan(code) : `[${codeSpan(code)}](<${url}>)`;
}

function describe(finding: Diagnostic): string {
  const { message, span, related } = finding;
  const { shown, rest } = firstPlaces(related, mostPlaces);
  const places = shown.map((other) => `${say(other.message)}: ${placeOf(other.span)}`);
  const lines = [...adviceOn(finding).map(say), ...places, ...rest];
  return `- ${placeOf(span)}: ${say(message)}\n${lines.map((line) => `  - ${line}\n`).join("")}`;
}

function placeOf({ source, start }: Span): string {
  if (source.text === "") return codeSpan(source.path);
  const { line, column } = positionOf(source, start);
  return codeSpan(`${source.path}:${line}:${column}`);
}

function say(message: string): string {
  return inert(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
}

function rest(left: readonly Diagnostic[]): string {
  return `${countInWords(left, "more ").join(" and ")} did not fit here; \`flagstone check\` shows them all.`;
}
