import { groupBy } from "../model/group-by.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import { alikeIn, type Views } from "./alike.ts";
import type { Ids } from "./ask-kin.ts";
import { type Profiles, profilesOf } from "./profiles.ts";
import type { Representatives } from "./representatives.ts";
import type { Comparison } from "./revision-query.ts";

/** Customers of one scope of whom files say the same in some views, and whom no hash divides if they are named. */
export interface Unit {
  /** A text for all of this. */
  readonly key: string;
  /** For each view, a text that those share of whom it says the same. */
  readonly marks: readonly string[];
  /** One of them. */
  readonly id: string;
  readonly ids: Ids[];
  readonly patterns: string[];
  isEveryoneElse: boolean;
  /** Whether they are known by their ids, and so the buckets in which all of them are. */
  readonly isNamed: boolean;
  /** The shares that they are in, as a text to compare; who is not named is in more than one. */
  readonly shares: string;
  /** Whether something may have changed for them between the first two views. */
  readonly hasTurned: boolean;
}

/** The customers of one scope, in units that are found once for each combination of views, whatever callers tell. */
export interface Units {
  readonly sides: { readonly before: Profiles; readonly after: Profiles };
  /** Whether hashes divide the customers on either side. */
  readonly isDivided: boolean;
  everyone(views: Views): readonly Unit[];
  /** Those for whom something may differ. */
  changed(views: Views): readonly Unit[];
  /** Whether anything changes for anyone at a later instant on the second side. */
  isTurning(at: Instant): boolean;
}

/** The units of the customers who may be part of contexts. */
export function unitsOf(
  whole: Comparison,
  affected: Affected,
  { scope, changed, all }: Affected["parties"][number],
): Units {
  const { before, after, unmentionedId } = whole;
  const { asked } = affected;
  const sides = { before: profilesOf(before, asked, scope), after: profilesOf(after, asked, scope) };
  const isDivided = sides.before.isDivided || sides.after.isDivided;
  const alike = alikeIn(whole, affected);
  const sharesOf = (id: string, views: Views): string =>
    views.map(([side, at]) => sides[side].sharesOf(id, at)).join("|");

  function gather(spokesmen: readonly Spokesman[], views: Views): readonly Unit[] {
    const marksOf = alike.marksIn(scope, views);
    const [[, from], [other, at]] = views;
    const found = new Map<string, Unit>();
    for (const { id, ids, pattern, isEveryoneElse = false } of spokesmen) {
      const isNamed = isDivided && ids.length > 0;
      for (const [shares, own] of isNamed
        ? groupBy(ids, (each) => sharesOf(each, views))
        : [[isDivided ? id : "", ids] as const]) {
        const [first = id] = own;
        const known = marksOf(first);
        const marks = views.map(([side, at], index) => {
          if (known === undefined) return `${sides[side].turned(first, at)} of ${first}`;
          return isDivided ? `${known[index]} ${shares}` : (known[index] as string);
        });
        const hasTurned = sides[other].turned(first, from) !== sides[other].turned(first, at);
        const key = JSON.stringify([marks, hasTurned, isNamed, shares]);
        const said = { key, marks, id: first, isNamed, shares, hasTurned };
        const unit = found.get(key) ?? { ...said, ids: [], patterns: [], isEveryoneElse };
        found.set(key, unit);
        if (own.length > 0) unit.ids.push(own);
        if (pattern !== undefined) unit.patterns.push(pattern);
        if (isEveryoneElse) unit.isEveryoneElse = true;
      }
    }
    return [...found.values()];
  }

  const turning = new Map<Instant, boolean>();
  return {
    sides,
    isDivided,
    everyone: byViews((views) => gather(spokesmenOf(all(), unmentionedId), views)),
    changed: byViews((views) => gather(spokesmenOf(changed, unmentionedId), views)),
    isTurning: (at) => {
      const hasTurned = ({ id }: Spokesman) => sides.after.turned(id, at) > sides.after.turned(id, at - 1);
      const found = turning.get(at) ?? spokesmenOf(all(), unmentionedId).some(hasTurned);
      turning.set(at, found);
      return found;
    },
  };
}

function byViews(find: (views: Views) => readonly Unit[]): (views: Views) => readonly Unit[] {
  const known = new Map<string, readonly Unit[]>();
  return (views) => {
    const key = views.flat().join();
    const found = known.get(key) ?? find(views);
    known.set(key, found);
    return found;
  };
}

/** Customers for whom one is asked: listed ones, those who match a pattern, or everyone else. */
interface Spokesman {
  readonly id: string;
  readonly ids: readonly string[];
  readonly pattern?: string;
  readonly isEveryoneElse?: true;
}

/** One for each class of those to ask. */
export function spokesmenOf(
  { classes, prefixes, linked }: Representatives,
  unmentionedId: string,
): readonly Spokesman[] {
  return [
    { id: unmentionedId, ids: [], isEveryoneElse: true },
    ...prefixes.map((prefix) => ({ id: prefix + unmentionedId, ids: [], pattern: `${prefix}*` })),
    ...classes.map((ids) => ({ id: ids[0] ?? "", ids })),
    ...linked.map((id) => ({ id, ids: [id] })),
  ];
}
