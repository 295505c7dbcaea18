import type { History } from "../../history/history.ts";
import type { Ready, ReleaseStatus } from "../../history/stage-status.ts";
import type { Release } from "../../model/model.ts";
import { printableJson } from "../../model/text/escape-controls.ts";
import { formatDate, formatEnd, formatInstant } from "../../model/time.ts";

/** What is reported about a release besides its stages. */
interface StagesReport {
  readonly name: string;
  /** The group set. */
  readonly by: string;
  /** Whether the working tree differs from what was committed. */
  readonly differs: boolean;
  /** Undefined if there is no history. */
  readonly past: History | undefined;
}

/** Stages for programs, as schema/stages.schema.json describes them. */
export function stagesJson(found: readonly ReleaseStatus[], { name, by, differs, past }: StagesReport): string {
  const environments = found.map(({ environment, stages, others, pinned, blocked }) => ({
    environment,
    stages: stages.map(({ isDefault, soak, since, isAtLeast, next, ...stage }) => ({
      ...stage,
      default: isDefault,
      soakSeconds: soak / 1000,
      since: since === undefined ? null : formatInstant(since),
      isAtLeast,
      next: next === undefined ? null : { version: next.version, from: next.from, ...readyOf(next.ready) },
    })),
    others,
    pinned: pinned.map(({ scope, id, version, from, until }) => ({
      scope,
      id,
      version,
      from: from === -Infinity ? undefined : formatDate(from),
      until: until === Infinity ? undefined : formatEnd(until),
    })),
    blocked,
  }));
  const history = past === undefined ? "none" : past.isCut ? "partial" : "whole";
  const report = { version: 1, release: name, by, history, workingTreeDiffers: differs, environments };
  return printableJson(report);
}

/** All releases for programs, with what their stages serve, as schema/releases.schema.json describes them. */
export function releasesJson(releases: Iterable<Pick<Release, "name" | "by" | "stages">>): string {
  const found = [...releases].map(({ name, by, stages }) => ({
    release: name,
    by,
    stages: stages.map(({ group, version }) => ({ group, version })),
  }));
  return printableJson({ version: 1, releases: found });
}

function readyOf(ready: Ready): { readonly state: string; readonly at?: string; readonly reason?: string } {
  if (ready === undefined) return { state: "unknown" };
  switch (ready.state) {
    case "soaking":
      return { state: ready.state, at: formatInstant(ready.from) };
    case "blocked":
      return { state: ready.state, reason: ready.reason };
    default:
      return { state: ready.state };
  }
}
