import { reporters as inParts } from "../../scripts/report/findings/index.ts";
import type { ReporterOptions } from "../../scripts/report/findings/reporter.ts";
import type { Report } from "../../scripts/report/report.ts";

type Format = keyof typeof inParts;

/** The formats of a report, each of which gives the whole text. */
export const reporters = Object.fromEntries(
  Object.entries(inParts).map(([format, write]) => [
    format,
    (report: Report, options: ReporterOptions) => [...write(report, options)].join(""),
  ]),
) as { readonly [Each in Format]: (report: Report, options: ReporterOptions) => string };
