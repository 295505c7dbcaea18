import { inEnvironment } from "../model/environment-overlay.ts";
import type { Stage } from "../model/model.ts";
import type { ReleaseDocument } from "../model/shapes/documents.ts";
import type { Instant, Window } from "../model/time.ts";
import type { History, PastDocument } from "./history.ts";

/** A time during which a stage held a version without interruption. */
interface Run extends Window {
  /** Whether it lasts until now. */
  readonly isCurrent: boolean;
}

/** Whether a stage may take a version, and if not, for how long the stage before has held it. */
export type Readiness =
  | { readonly state: "ready" }
  /** It is in the stage before, and will have soaked at an instant. */
  | { readonly state: "soaking"; readonly run: Run; readonly from: Instant }
  /** It was in the stage before, but no longer is. */
  | { readonly state: "stopped"; readonly run: Run }
  | { readonly state: "never" }
  /** The fetched history does not show. */
  | { readonly state: "unknown" };

/** A version of a release in one environment, to look up in history. */
interface Tried {
  readonly version: string;
  readonly environment: string;
  readonly now: Instant;
}

/** A version that a stage of a release may take. */
interface NextVersion extends Tried {
  /** In order; the group is not that of the first one. */
  readonly stages: readonly Stage[];
  readonly group: string;
}

/**
 * A version may go back to a stage that it has been at or beyond; otherwise it must have held the stage before for its
 * soak.
 */
export function readinessOf(past: History, candidate: NextVersion): Readiness {
  const { stages, group } = candidate;
  const previous = stages[stages.findIndex((each) => each.group === group) - 1];
  return previous === undefined || isProven(past, group, candidate)
    ? { state: "ready" }
    : readinessBehind(past, previous, candidate);
}

/** Whether a version has held a stage for its soak, up to now and without interruption. */
export function readinessBehind(past: History, { group, soak }: Stage, tried: Tried): Readiness {
  const held = runsIn(past, { ...tried, group });
  const current = held.find(({ isCurrent }) => isCurrent);
  if (current !== undefined && tried.now - current.from >= soak) return { state: "ready" };
  if (past.isCut) return { state: "unknown" };
  if (current !== undefined) return { state: "soaking", run: current, from: current.from + soak };
  const last = held.at(-1);
  return last === undefined ? { state: "never" } : { state: "stopped", run: last };
}

/**
 * Whether a stage has held a version, or a stage that came after it at that time has: moving a stage to the end with
 * the version that it got as the first proves nothing.
 */
export function isProven({ versions }: History, group: string, { version, environment }: Tried): boolean {
  let last: Stages = [];
  for (const { document } of versions) {
    const stages = stagesOf(document, environment);
    const index = stages.findIndex((stage) => stage.group === group);
    const isNew = (stage: Stages[number]): boolean =>
      stage.version === version && last.find((each) => each.group === stage.group)?.version !== version;
    if (stages[index]?.version === version || (index >= 0 && stages.slice(index).some(isNew))) return true;
    last = stages;
  }
  return false;
}

/** The times during which a stage held a version without interruption, up to now. */
export function runsIn(
  { versions }: History,
  { group, version, environment, now }: Tried & { readonly group: string },
): readonly Run[] {
  const runs: Run[] = [];
  let since: Instant | undefined;
  for (const { at, document } of versions) {
    const holds = stagesOf(document, environment).some((stage) => stage.group === group && stage.version === version);
    if (holds) since ??= at;
    else if (since !== undefined) {
      runs.push({ from: since, until: at, isCurrent: false });
      since = undefined;
    }
  }
  return since === undefined ? runs : [...runs, { from: since, until: now, isCurrent: true }];
}

type Stages = readonly ReleaseDocument["stages"][number][];

/** The stages that a document has in an environment; empty if it is not a release. */
function stagesOf(document: PastDocument["document"], environment: string): Stages {
  const data = document?.kind === "release" ? inEnvironment(document, environment).data : undefined;
  return ((data ?? {}) as Partial<ReleaseDocument>).stages ?? [];
}
