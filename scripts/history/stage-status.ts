import type { Condition } from "../model/condition.ts";
import { countAt, fromOf, untilOf } from "../model/entries.ts";
import type { Group, Model, Release } from "../model/model.ts";
import type { Where } from "../model/space/box.ts";
import type { Instant, Window } from "../model/time.ts";
import type { History } from "./history.ts";
import { type Readiness, readinessOf, runsIn } from "./soak.ts";

/** How far a release has come in one environment. */
export interface ReleaseStatus {
  readonly environment: string;
  readonly stages: readonly StageStatus[];
  /** Groups of the set that are not a stage; they get what the set's default group gets. */
  readonly others: readonly string[];
  /** Customers who are pinned to a version now or will be, in the order of the file. */
  readonly pinned: readonly Pin[];
  readonly blocked: readonly { readonly version: string; readonly reason: string }[];
}

/** What a stage serves, since when, and what may come next. */
export interface StageStatus {
  readonly group: string;
  readonly version: string;
  /** How many customers and patterns are in its group now; the default group also has everyone else. */
  readonly customers: number;
  readonly patterns: number;
  /** Conditions by which everyone is in its group now for whom one of them holds, whom no group lists. */
  readonly conditions: readonly Where[];
  /** The share of all others that is in its group, in percent. */
  readonly percent: number;
  /** The shares of those for whom a condition holds. */
  readonly shares: readonly { readonly percent: number; readonly where: Where }[];
  readonly isDefault: boolean;
  /** In milliseconds; 0 if there is none. */
  readonly soak: number;
  /** Since when it has held the version; undefined if it does not on that line, or if that is not known. */
  readonly since: Instant | undefined;
  /** Whether it may have held it for longer, because older history was not fetched. */
  readonly isAtLeast: boolean;
  /** If the stage before serves another version: that one, and whether it may advance. */
  readonly next: { readonly version: string; readonly from: string; readonly ready: Ready } | undefined;
}

/** Whether a version may come to a stage; undefined without a history. */
export type Ready = Readiness | { readonly state: "blocked"; readonly reason: string } | undefined;

/** A customer who is held on a version, and when. */
export interface Pin extends Window {
  readonly scope: string;
  readonly id: string;
  readonly version: string;
}

/** How far a release has come; without a history, only what its stages serve. */
export function stageStatusOf(model: Model, release: Release, past: History | undefined, now: Instant): ReleaseStatus {
  const { environment } = model;
  const set = model.sets.get(release.by);
  const stages = release.stages.map(({ group, version, soak }, index): StageStatus => {
    const current = past && runsIn(past, { group, version, environment, now }).find(({ isCurrent }) => isCurrent);
    const members = set?.groups.get(group);
    const previous = release.stages[index - 1];
    const isOther = previous !== undefined && previous.version !== version;
    return {
      group,
      version,
      customers: members === undefined ? 0 : countAt(members.members, now),
      patterns: (members?.patterns ?? []).filter((each) => isNow(each, now)).length,
      percent: sharedBy(members),
      conditions: (members?.conditions ?? []).filter((each) => isNow(each, now)).map(whereIn),
      shares: (members?.shares ?? []).flatMap(({ percent, condition }) =>
        condition === undefined ? [] : [{ percent, where: whereIn(condition) }],
      ),
      isDefault: set?.default === group,
      soak,
      since: current?.from,
      isAtLeast: past?.isCut === true && current !== undefined && !isSeen(past, current.from),
      next: isOther
        ? {
            version: previous.version,
            from: previous.group,
            ready: readyFor(model, release, group, previous.version, past, now),
          }
        : undefined,
    };
  });
  const own = new Set(stages.map(({ group }) => group));
  return {
    environment,
    stages,
    others: [...(set?.groups.keys() ?? [])].filter((group) => !own.has(group)),
    pinned: pinsOf(release, now),
    blocked: release.blocked.map(({ version, reason }) => ({ version, reason })),
  };
}

/** Shares of an exclusive set lie side by side, so they add up; in hundredths, for which there are whole numbers. */
function sharedBy(group: Group | undefined): number {
  const shares = (group?.shares ?? []).filter(({ condition }) => condition === undefined);
  return shares.reduce((sum, { start, end }) => sum + end - start, 0) / 100;
}

function isNow({ from, until }: Window, now: Instant): boolean {
  return from <= now && now < until;
}

function whereIn({ tests }: Condition): Where {
  return Object.fromEntries(tests);
}

/** Whether history shows that a version came at an instant: what was there before is known. */
function isSeen({ versions }: History, from: Instant): boolean {
  const index = versions.findIndex(({ at }) => at === from);
  return versions[index - 1]?.document !== undefined;
}

function readyFor(
  { environment }: Model,
  { stages, blocked }: Release,
  group: string,
  version: string,
  past: History | undefined,
  now: Instant,
): Ready {
  const block = blocked.find((each) => each.version === version);
  if (block !== undefined) return { state: "blocked", reason: block.reason };
  return past && readinessOf(past, { stages, group, version, environment, now });
}

function pinsOf({ listed }: Release, now: Instant): readonly Pin[] {
  return listed.flatMap(({ scope, value, entries }) =>
    entries.ids.flatMap((id, index): Pin[] => {
      const [from, until] = [fromOf(entries, index), untilOf(entries, index)];
      return until <= now ? [] : [{ scope, id, version: `${value}`, from, until }];
    }),
  );
}
