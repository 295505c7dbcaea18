import { inEnvironment } from "../model/environment-overlay.ts";
import type { ReleaseDocument } from "../model/shapes/documents.ts";
import type { History } from "./history.ts";

/**
 * The versions that a stage can go back to, the latest first, beginning with the current one of the line. A version
 * that the stage returned to counts where it first was, and what came in between is left out: it was rolled back once.
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

/** The version that a stage held before; undefined if there is none that may be served. Uncommitted changes count. */
export function heldBefore(
  way: readonly string[],
  current: string,
  isBlocked: (version: string) => boolean,
): string | undefined {
  const [committed, ...older] = way;
  if (committed === undefined) return undefined;
  // A rollback that is not committed yet is not repeated.
  if (older.includes(current)) return current;
  return (current === committed ? older : way).find((version) => !isBlocked(version));
}
