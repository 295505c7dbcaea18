import { onceForText } from "../../model/once-for.ts";
import { positionOf } from "../../model/text/source.ts";
import { inert } from "../escape-markdown.ts";
import { fingerprinter } from "./fingerprint.ts";
import { hostPath } from "./host-path.ts";
import { jsonOfMany } from "./json-of-many.ts";
import type { Reporter } from "./reporter.ts";

const severities = { error: "major", warning: "minor" } as const;

/** Many findings have the same advice. */
const inertAdvice = onceForText(inert);

/** GitLab's Code Quality, which merge requests show; fingerprints are unique within a report. */
export const gitlab: Reporter = ({ diagnostics }, { gitPrefix }) => {
  const fingerprintOf = fingerprinter(gitPrefix);
  return jsonOfMany(diagnostics, (finding) => {
    const { code, severity, message, span, hint, fix } = finding;
    const advice = hint ?? fix?.title;
    return {
      description: inert(message) + (advice === undefined ? "" : `; ${inertAdvice(advice)}`),
      check_name: code,
      fingerprint: fingerprintOf(finding),
      severity: severities[severity],
      location: {
        path: hostPath(gitPrefix, span.source.path),
        lines: {
          begin: positionOf(span.source, span.start).line,
          end: positionOf(span.source, Math.max(span.start, span.end - 1)).line,
        },
      },
    };
  });
};
