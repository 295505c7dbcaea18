import type { Line, Repository } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import { whyUnknown } from "./base-commit.ts";

/** When commits were merged, by their ids, according to the host of the repository. */
export type MergeTimes = ReadonlyMap<string, Instant>;

/** A commit, by any name that git knows, and when it was merged. */
export interface MergeTime {
  readonly commit: string;
  readonly at: Instant;
}

/** The given times, by the ids of the commits; or one sentence about which commit is unknown. */
export function readMergeTimes(repository: Repository, given: readonly MergeTime[] = []): MergeTimes | string {
  const times = new Map<string, Instant>();
  for (const { commit, at } of given) {
    const id = repository.commitOf(commit);
    if (id === undefined) return `\`--merged-at\`: ${whyUnknown(repository, commit)}`;
    times.set(id, at);
  }
  return times;
}

/**
 * When each commit of a line was merged: as the host says, otherwise no earlier than its clocks say and than the commit
 * before it; in any case no later than the commit after it, or than now.
 */
export function timesOf({ commits }: Line, now: Instant, given: MergeTimes): ReadonlyMap<string, Instant> {
  const times = new Map<string, Instant>();
  let last = -Infinity;
  for (const { id, at, authored } of commits.toReversed()) {
    // An author's clock that is ahead of now proves nothing.
    last = given.get(id) ?? Math.max(at, authored <= now ? authored : at, last);
    times.set(id, last);
  }
  let next = now;
  for (const { id } of commits) {
    next = Math.min(next, times.get(id) ?? next);
    times.set(id, next);
  }
  return times;
}
