import { inEnvironment } from "../model/environment-overlay.ts";
import type { ReleaseDocument } from "../model/shapes/documents.ts";
import type { History } from "./history.ts";

/**
 * The versions that a stage can go back to, the last first; at their head the one that the line has now. A version that
 * the stage came back to is where it did, and what it held in between is left out: that was taken back once.
 */
export function wayBack({ versions }: History, group: string, environment: string): readonly string[] {
  const way: string[] = [];
  for (const { document } of versions) {
    const data = document?.kind === "release" ? inEnvironment(document, environment).data : undefined;
    const { stages = [] } = (data ?? {}) as Partial<ReleaseDocument>;
    const version = stages.find((stage) => stage.group === group)?.version;
    if (version === undefined) continue;
    const known = way.indexOf(version);
    way.length = known < 0 ? way.length : known;
    way.push(version);
  }
  return way.reverse();
}

/** The version that a stage held before; undefined where there is none that may be served. What is not committed yet counts. */
export function heldBefore(
  way: readonly string[],
  current: string,
  isBlocked: (version: string) => boolean,
): string | undefined {
  const [committed, ...older] = way;
  if (committed === undefined) return undefined;
  // Whoever went back already, and asks again before it is committed, is there.
  if (older.includes(current)) return current;
  return (current === committed ? older : way).find((version) => !isBlocked(version));
}
