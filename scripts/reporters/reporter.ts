import type { Diagnostic } from "../diagnostic.ts";
import { count, type Report } from "../outcome.ts";

/** What a reporter may know beside the report. */
export interface ReporterOptions {
  readonly colour: boolean;
  /** The way from the root of the git repository to the instance, with `/` at its end; empty where they are one. */
  readonly gitPrefix: string;
}

/** A report as text, for one kind of reader. It ends in a line break, or is empty. */
export type Reporter = (report: Report, options: ReporterOptions) => string;

/** How many findings weigh how much. */
export function countFindings(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter((finding) => finding.severity === "error").length;
  return { errors, warnings: diagnostics.length - errors };
}

/** The last line of a report: `2 errors, 1 warning in 14 files`. */
export function summarize(report: Report): string {
  const { errors, warnings } = countFindings(report.diagnostics);
  const parts = [errors > 0 ? count(errors, "error") : "", warnings > 0 ? count(warnings, "warning") : ""];
  return `${parts.filter((part) => part !== "").join(", ") || "no findings"} in ${count(report.files, "file")}${report.older ? `; ${report.older} older not shown` : ""}`;
}
