import packageFile from "../../package.json" with { type: "json" };
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Report } from "../report/report.ts";
import { UsageError } from "./usage-error.ts";

/** A reporter with everything that it needs besides the report. */
export type Write = (report: Report, colour: boolean) => Iterable<string>;

/** The reporter of a format, with what it needs of git and of this package; throws a UsageError if there is none. */
export async function findReporter(
  format: string,
  host: Host,
  gitPrefixOf: (folder: string) => string,
): Promise<Write> {
  const { reporters } = await import("../report/findings/index.ts");
  const names = Object.keys(reporters);
  if (!isFormat(format)) throw new UsageError(unknownName("format", format, names));
  // Pages can be linked to once the package has a homepage.
  const { homepage } = packageFile as { readonly name: string; readonly homepage?: string };
  return (report, colour) =>
    reporters[format](report, {
      colour,
      version: packageFile.version,
      pageOf: (code) => host.readPackageFile(`docs/codes/${code}.md`),
      urlOf: (code) => (homepage === undefined ? undefined : `${homepage.replace(/\/$/, "")}/docs/codes/${code}.md`),
      // Git is asked only if the format needs it.
      get gitPrefix() {
        return gitPrefixOf(report.root);
      },
    });

  function isFormat(text: string): text is keyof typeof reporters {
    return names.includes(text);
  }
}
