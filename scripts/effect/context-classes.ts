import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import { profilesOf } from "./profiles.ts";
import type { Representatives } from "./representatives.ts";
import type { Comparison } from "./revision-query.ts";
import { splitByBucket, type Way, waysOf } from "./split-by-bucket.ts";

/** What is compared, and for which decision. */
export type Case = readonly [Comparison, Affected];

/** What one side says at an instant. */
type View = readonly [side: "before" | "after", at: Instant];

/** What the two sides of a comparison say; and those of another, if one is compared with it. */
export type Views = readonly [View, View] | readonly [View, View, View, View];

/** Customers with the same settings in everything that a decision and its requirements ask, in all views. */
export interface Class extends Pick<Voice, "scope" | "id" | "isSame" | "isStill" | "isNamed" | "alone"> {
  readonly ids: (readonly string[])[];
  readonly patterns: string[];
  isEveryoneElse: boolean;
}

/** Customers for whom one of them is asked. */
interface Voice {
  readonly scope: string;
  readonly id: string;
  readonly ids: readonly string[];
  /** All of their settings, as a text to compare. */
  readonly said: string;
  /** Whether the change makes no difference to what is said of them. */
  readonly isSame: boolean;
  /** Whether the sides are one at two instants, and nothing changes for them in between. */
  readonly isStill: boolean;
  /** Whether they are known by their ids, and so the buckets in which all of them are. */
  readonly isNamed: boolean;
  /** How they change alone; not computed if they do not change and all settings have been compared. */
  readonly alone: ReadonlySet<string>;
}

/** The customers of one scope who may be part of contexts. */
export interface Crowd {
  readonly scope: string;
  /** Whether anything changes for any of them at a later instant on the second side. */
  isTurning(at: Instant): boolean;
  /** Whether the change makes no difference to what is said of any of them in these views. */
  isSame(views: Views): boolean;
  classesOf(own: Case, views: Views): readonly Class[];
}

/**
 * The customers of one scope on both sides of a comparison. Their settings are computed once until something changes.
 */
export function crowdOf(
  { before, after, unmentionedId }: Comparison,
  asked: Affected["asked"],
  { scope, changed, all }: Affected["parties"][number],
): Crowd {
  const sides = { before: profilesOf(before, asked, scope), after: profilesOf(after, asked, scope) };
  const isDivided = sides.before.isDivided || sides.after.isDivided;
  const known = new Map<Spokesman, Map<string, readonly Voice[]>>();
  let everyone: readonly Spokesman[] | undefined;
  const spokesmen = (): readonly Spokesman[] => {
    everyone ??= spokesmenOf(all(), unmentionedId);
    return everyone;
  };
  const turned = (id: string, views: Views): readonly number[] => views.map(([side, at]) => sides[side].turned(id, at));
  const stepsOf = (id: string, views: Views): readonly string[] =>
    views.map(([side, at]) => sides[side].stepsOf(id, at));
  const sharesOf = (id: string, views: Views): string =>
    views.map(([side, at]) => sides[side].sharesOf(id, at)).join("|");

  function findVoices({ id, ids }: Spokesman, [comparison, affected]: Case, views: Views): readonly Voice[] {
    const isNamed = isDivided && ids.length > 0;
    const groups = isNamed ? groupBy(ids, (each) => sharesOf(each, views)) : [["", ids] as const];
    const [[one, from], [other, at]] = views;
    return [...groups].map(([shares, own]): Voice => {
      const [first = id] = own;
      const steps = stepsOf(first, views);
      // If hashes divide customers, the steps of one do not say everything about the others.
      const isPlain = isNamed === isDivided && sides.before.isPlain(first) && sides.after.isPlain(first);
      const hasTurned = sides[other].turned(first, from) !== sides[other].turned(first, at);
      const isStill = one === other && (!hasTurned || (isPlain && steps[0] === steps[1] && !sides[other].isEnding(at)));
      // Whom one of another scope is known of by its identities may go another way alone.
      const cohort = { context: { [scope]: first }, ...(isNamed ? { named: new Set([scope]) } : {}) };
      const ways = isStill && isPlain ? [] : waysOf(splitByBucket(comparison, affected, cohort));
      const alone = new Set(ways.map(directionOf));
      const said = [...steps, isNamed, shares, ...alone].join();
      return { scope, id: first, ids: own, said, isSame: isAlike(steps), isStill, isNamed, alone };
    });
  }

  function voicesOf(spokesman: Spokesman, own: Case, views: Views): readonly Voice[] {
    const times = known.get(spokesman) ?? new Map<string, readonly Voice[]>();
    known.set(spokesman, times);
    const key = turned(spokesman.id, views).join();
    const found = times.get(key) ?? findVoices(spokesman, own, views);
    times.set(key, found);
    return found;
  }

  return {
    scope,
    isTurning: (at) => spokesmen().some(({ id }) => sides.after.turned(id, at) > sides.after.turned(id, at - 1)),
    isSame: (views) =>
      spokesmenOf(changed, unmentionedId).every(({ id, ids }) =>
        (isDivided && ids.length > 0 ? ids : [id]).every((each) => isAlike(stepsOf(each, views))),
      ),
    classesOf: (own, views) => {
      const found = new Map<string, Class>();
      for (const spokesman of spokesmen())
        for (const { said, ids, ...voice } of voicesOf(spokesman, own, views)) {
          const each = found.get(said) ?? { ...voice, ids: [], patterns: [], isEveryoneElse: false };
          found.set(said, each);
          if (ids.length > 0) each.ids.push(ids);
          if (spokesman.pattern !== undefined) each.patterns.push(spokesman.pattern);
          if (spokesman.isEveryoneElse) each.isEveryoneElse = true;
        }
      return [...found.values()];
    },
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

/** Whether the change makes no difference to what is said: of two sides, or of one side to another at two instants. */
function isAlike(said: readonly string[]): boolean {
  const half = said.length / 2;
  return said.every((each, index) => each === said[(index + half) % said.length]);
}

function groupBy(ids: readonly string[], keyOf: (id: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = keyOf(id);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [id]);
    else known.push(id);
  }
  return groups;
}

/** The answers before and after a change, as a text to compare. */
export function directionOf({ from, to }: Way): string {
  return JSON.stringify([from, to]);
}
