import type { Read } from "../compile/compile.ts";
import { remedyOf } from "../model/git-remedy.ts";
import type { Repository, Version } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import { isCut } from "./baseline.ts";
import type { History, PastDocument } from "./history.ts";
import { type MergeTimes, timesOf } from "./merge-times.ts";

interface PastOptions {
  /** The names that are likely to be needed: git is asked once for all of them. */
  readonly names: readonly string[];
  readonly now: Instant;
  readonly mergedAt: MergeTimes;
}

/** Reads what the first-parent line of a branch had under a name. */
export function documentHistory(
  repository: Repository,
  tip: string,
  { names, now, mergedAt }: PastOptions,
  read: Read,
): (name: string) => History {
  const found = new Map<string, History>();
  let times: ReadonlyMap<string, Instant> | undefined;
  return (name) => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const wanted = new Set(found.size === 0 ? [...names, name] : [name]);
    const versions = repository.versions(tip, wanted);
    times ??= timesOf(repository.line(tip), now, mergedAt);
    for (const each of wanted) {
      const own = versions.byName.get(each) ?? [];
      found.set(each, {
        versions: documentsOf(own.toReversed(), times, read),
        isCut: isCut(repository, versions, each),
        hasGaps: own.some(({ isMissing }) => isMissing),
        get remedy() {
          return remedyOf(repository);
        },
      });
    }
    return found.get(name) ?? { versions: [], isCut: false, hasGaps: false, remedy: remedyOf(repository) };
  };
}

/**
 * The documents of versions, oldest first. What could not be read was never built, so the version before it stayed in
 * effect; if the text is not available, it is not known whether it did.
 */
function documentsOf(
  versions: readonly Version[],
  times: ReadonlyMap<string, Instant>,
  read: Read,
): readonly PastDocument[] {
  return versions.flatMap(({ path, commit, text, isGone, isMissing, at }): readonly PastDocument[] => {
    const reading = text === undefined ? undefined : read({ path, text });
    if (!isGone && !isMissing && !reading?.isSound) return [];
    return [{ at: times.get(commit) ?? at, document: reading?.document }];
  });
}
