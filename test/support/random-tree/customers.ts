import type { Draw } from "./draw.ts";

/** A document, as data. */
export type Data = Record<string, unknown>;

/** An entry of a list. */
export type Listed = string | { id: string; from?: string; until?: string };

/** All ids that an instance may mention, by scope, including some that only patterns match. */
export const universe: Readonly<Record<string, readonly string[]>> = {
  organization: ["o1", "o2", "o3", "o4", "org-1", "org-2", "org-eu-1", "was-o1", "org-was"],
  account: ["a1", "a2", "a3", "a4", "acc-1", "acc-2", "acc-eu-1", "acc-eu-2", "was-a1", "acc-was"],
};

/** The days on which anything begins or ends. */
export const days = ["2027-01-10", "2027-02-10", "2027-03-10", "2027-04-10"];
/** Keys that every document has. */
export const about = { description: "Made for a test of changes.", owner: "growth" };

/** The ids that lists may have; former ids are never listed. */
export function listable(scope: string): readonly string[] {
  return (universe[scope] ?? []).filter((id) => !id.includes("was"));
}

/** A time window that is never empty. */
export function window(draw: Draw): { from?: string; until?: string } {
  const from = draw.below(days.length);
  const until = from + draw.below(days.length - from);
  return {
    ...(draw.chance(50) ? { from: days[from] as string } : {}),
    ...(draw.chance(60) ? { until: days[until] as string } : {}),
  };
}

/** Puts each id under at most one name at a time: now and then under one until a day, and under another from then on. */
export function distribute(draw: Draw, ids: readonly string[], names: readonly string[], percent: number) {
  const lists = new Map<string, Listed[]>(names.map((name) => [name, []]));
  for (const id of ids) {
    if (!draw.chance(percent) || names.length === 0) continue;
    const list = lists.get(draw.pick(names));
    const kind = draw.below(10);
    if (kind < 6) list?.push(id);
    else if (kind < 9) list?.push({ id, ...window(draw) });
    else {
      list?.push({ id, until: days[1] as string });
      lists.get(draw.pick(names))?.push({ id, from: days[2] as string });
    }
  }
  return Object.fromEntries(lists);
}
