import { printableJson } from "../../model/text/escape-controls.ts";
import { positionOf } from "../../model/text/source.ts";
import { inert } from "../escape-markdown.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import { hostPath } from "./host-path.ts";
import type { Reporter } from "./reporter.ts";

const severities = { error: "major", warning: "minor" } as const;

/** GitLab's Code Quality, which merge requests show; fingerprints are unique within a report. */
export const gitlab: Reporter = ({ diagnostics }, { gitPrefix }) => {
  const fingerprints = fingerprintsOf(diagnostics, gitPrefix);
  const issues = diagnostics.map(({ code, severity, message, span, hint, fix }, index) => ({
    description: inert([message, hint ?? fix?.title ?? []].flat().join("; ")),
    check_name: code,
    fingerprint: fingerprints[index],
    severity: severities[severity],
    location: {
      path: hostPath(gitPrefix, span.source.path),
      lines: {
        begin: positionOf(span.source, span.start).line,
        end: positionOf(span.source, Math.max(span.start, span.end - 1)).line,
      },
    },
  }));
  return printableJson(issues);
};
