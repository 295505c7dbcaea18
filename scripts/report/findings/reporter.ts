import type { Code } from "../../model/codes.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { onceForText } from "../../model/once-for.ts";
import { count } from "../../model/text/words.ts";
import { inert } from "../escape-markdown.ts";
import type { Report } from "../report.ts";

/** What a reporter may know besides the report. */
export interface ReporterOptions {
  readonly colour: boolean;
  /** The path from the root of the git repository to the instance, with `/` at its end; empty if they are the same. */
  readonly gitPrefix: string;
  /** The version of flagstone. */
  readonly version: string;
  /** The page of a code, as Markdown; undefined if the package has none. */
  readonly pageOf: (code: Code) => string | undefined;
  /** Where that page is published; undefined if it is not. */
  readonly urlOf: (code: Code) => string | undefined;
}

/**
 * A report as text, for one kind of reader, in parts that are made one after the other: a hundred thousand findings are
 * 50 MB. It ends in a line break, or is empty.
 */
export type Reporter = (report: Report, options: ReporterOptions) => Generator<string>;

/** What to do about a finding, a line each: its hint and its fix; a hint that says the same as the fix is left out. */
export function adviceOn({ hint, fix }: Pick<Diagnostic, "hint" | "fix">): readonly string[] {
  return [
    ...(hint === undefined || hint === fix?.title ? [] : [`hint: ${hint}`]),
    ...(fix === undefined ? [] : [`fix: ${fix.title}`]),
  ];
}

/** The same as Markdown in which nothing is more than text. */
export function inertAdviceOn(finding: Pick<Diagnostic, "hint" | "fix">): readonly string[] {
  if (finding.fix !== undefined) return adviceOn(finding).map(inert);
  return finding.hint === undefined ? [] : [inertHint(finding.hint)];
}

/** Many findings have the same hint. */
const inertHint = onceForText((hint) => inert(`hint: ${hint}`));

/** The number of findings by severity. */
export function countFindings(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter((finding) => finding.severity === "error").length;
  return { errors, warnings: diagnostics.length - errors };
}

/** Errors and warnings with their numbers, if there are any: `2 errors`, `1 more warning`. */
export function countInWords(diagnostics: readonly Diagnostic[], more = ""): readonly string[] {
  const { errors, warnings } = countFindings(diagnostics);
  return [
    ...(errors > 0 ? [count(errors, `${more}error`)] : []),
    ...(warnings > 0 ? [count(warnings, `${more}warning`)] : []),
  ];
}

/** The last line of a report: `2 errors, 1 warning in 14 files`. */
export function summarize({ diagnostics, files, older }: Report): string {
  return `${countInWords(diagnostics).join(", ") || "no findings"} in ${count(files, "file")}${older ? `; ${older} older not shown` : ""}`;
}

/** The first of the places that a finding refers to, and a sentence if there are more. */
export function firstPlaces(
  related: Diagnostic["related"],
  most = 10,
): { readonly shown: Diagnostic["related"]; readonly rest: readonly string[] } {
  const left = related.length - most;
  return { shown: related.slice(0, most), rest: left > 0 ? [`and ${count(left, "more place")}`] : [] };
}
