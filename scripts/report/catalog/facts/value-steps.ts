import { countAt, type Entries, fromOf, untilOf } from "../../../model/entries.ts";
import type { Decision, Flag, Model, Value } from "../../../model/model.ts";
import { findGroup } from "../../../model/model-queries.ts";
import type { Instant } from "../../../model/time.ts";

/** How many customers a list gives one value. */
interface ListCount {
  readonly scope: string;
  readonly value: Value;
  readonly entries: Entries;
  readonly now: number;
  /** Those whose entries have not begun. */
  readonly later: number;
}

/** A group that gets a value, and how many customers are listed in it. */
interface GroupCount {
  readonly group: string;
  readonly value: Value;
  readonly members: number;
}

/** How many customers the lists of a decision have, at an instant; empty lists are left out. */
export function countLists({ listed }: Decision, at: Instant): readonly ListCount[] {
  return listed
    .map(({ scope, value, entries }) => ({
      scope,
      value,
      entries,
      now: countAt(entries, at),
      later: entries.ids.filter((_, index) => fromOf(entries, index) > at && untilOf(entries, index) > at).length,
    }))
    .filter(({ now, later }) => now + later > 0);
}

/** The groups of a decision with what they get, at an instant. */
export function countGroups(model: Model, { grouped }: Decision, at: Instant): readonly GroupCount[] {
  return grouped.map(({ group, value }) => {
    const found = findGroup(model, group);
    return { group, value, members: found === undefined ? 0 : countAt(found.group.members, at) };
  });
}

/** A part of a rollout in percent; the rest goes to the default. */
interface SharePart {
  /** Its groups, and the number of its conditions; undefined for everyone, or the rest. */
  readonly among: { readonly groups: readonly string[]; readonly conditions: number } | undefined;
  readonly by: string | undefined;
  readonly shares: readonly { readonly value: Value; readonly percent: number }[];
}

/** The parts of the rollout of a flag. */
export function shareParts({ rollout }: Flag): readonly SharePart[] {
  return rollout.map(({ among, amongConditions, by, total, shares }) => ({
    among: among && { groups: among.map(({ group }) => group), conditions: amongConditions.length },
    by,
    shares: shares.map(({ value, share }) => ({ value, percent: Math.round((share / total) * 10_000) / 100 })),
  }));
}
