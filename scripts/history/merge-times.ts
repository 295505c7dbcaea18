import type { Line, Repository } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";
import { whyUnknown } from "./base-commit.ts";

/** When commits were merged, by their ids, as the host of the repository says. */
export type MergeTimes = ReadonlyMap<string, Instant>;

/** A commit, by any name that git knows, and when it was merged. */
export interface MergeTime {
  readonly commit: string;
  readonly at: Instant;
}

/** What was given, by the ids of the commits; or in one sentence which of them is unknown. */
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
 * When each commit of a line was merged: when the host says, else no earlier than its clocks say and than what it follows;
 * in any case no later than what follows it, nor than now.
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
