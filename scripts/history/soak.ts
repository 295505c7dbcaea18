import { inEnvironment } from "../model/environment-overlay.ts";
import type { Stage } from "../model/model.ts";
import type { ReleaseDocument } from "../model/shapes/documents.ts";
import type { Instant } from "../model/time.ts";
import type { History } from "./history.ts";

/** A time for which a stage held a version without a break, half-open. */
export interface Run {
  readonly from: Instant;
  readonly until: Instant;
}

/** Whether a stage may take a version, and if not, what it has held in the stage before. */
export type Readiness =
  | { readonly state: "ready" }
  /** It holds the stage before, and has soaked from an instant on. */
  | { readonly state: "soaking"; readonly run: Run; readonly from: Instant }
  /** It held the stage before, but not for long enough. */
  | { readonly state: "stopped"; readonly run: Run }
  | { readonly state: "never" }
  /** The history that was fetched does not tell. */
  | { readonly state: "unknown" };

/** A version that a stage of a release may want to take. */
export interface Candidate {
  /** In their order; the group's is not the first of them. */
  readonly stages: readonly Stage[];
  readonly group: string;
  readonly version: string;
  readonly environment: string;
  readonly now: Instant;
}

/** A version may go back to a stage that it has been at or beyond; else it must have held the stage before for its soak. */
export function readinessOf(past: History, { stages, group, version, environment, now }: Candidate): Readiness {
  const index = stages.findIndex((each) => each.group === group);
  const previous = stages[index - 1];
  const runsOf = (stage: string): readonly Run[] => runsIn(past, { group: stage, version, environment, now });
  if (previous === undefined || stages.slice(index).some((each) => runsOf(each.group).length > 0))
    return { state: "ready" };
  const held = runsOf(previous.group);
  const longest = held.toSorted((a, b) => b.until - b.from - (a.until - a.from))[0];
  if (longest !== undefined && longest.until - longest.from >= previous.soak) return { state: "ready" };
  if (past.isCut) return { state: "unknown" };
  if (longest === undefined) return { state: "never" };
  const current = held.find(({ until }) => until === now);
  return current === undefined
    ? { state: "stopped", run: longest }
    : { state: "soaking", run: current, from: current.from + previous.soak };
}

/** The times for which a stage held a version without a break, up to now. */
export function runsIn(
  { versions }: History,
  { group, version, environment, now }: Omit<Candidate, "stages">,
): readonly Run[] {
  const runs: Run[] = [];
  let since: Instant | undefined;
  for (const { at, document } of versions) {
    const data = document?.kind === "release" ? inEnvironment(document, environment).data : undefined;
    const { stages = [] } = (data ?? {}) as Partial<ReleaseDocument>;
    const holds = stages.some((stage) => stage.group === group && stage.version === version);
    if (holds) since ??= at;
    else if (since !== undefined) {
      runs.push({ from: since, until: at });
      since = undefined;
    }
  }
  return since === undefined ? runs : [...runs, { from: since, until: now }];
}
