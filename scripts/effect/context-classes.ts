import type { Affected } from "./affected.ts";
import type { Views } from "./alike.ts";
import type { Ids } from "./ask-kin.ts";
import { type Unit, type Units, unitsOf } from "./context-units.ts";
import type { Comparison } from "./revision-query.ts";
import { splitByBucket, type Way, waysOf } from "./split-by-bucket.ts";

/** What is compared, and for which decision. */
export type Case = readonly [Comparison, Affected];

/** Customers with the same settings in everything that a decision and its requirements ask, in all views. */
export interface Class extends Omit<Voice, "said"> {
  readonly scope: string;
  /** One of them. */
  readonly id: string;
  readonly ids: Ids[];
  readonly patterns: string[];
  isEveryoneElse: boolean;
}

/** The settings of customers of whom one is asked for all. */
interface Voice {
  /** All of their settings, as a text to compare. */
  readonly said: string;
  /** Whether the change leaves their settings as they were. */
  readonly isSame: boolean;
  /** Whether both sides are the same revision at two instants, and nothing changes for them in between. */
  readonly isStill: boolean;
  /** Whether their ids, and therefore their buckets, are known. */
  readonly isNamed: boolean;
  /** How they change alone; not computed if they do not change and all settings have been compared. */
  readonly alone: ReadonlySet<string>;
}

/** The customers of one scope who may be part of contexts. */
interface Crowd extends Pick<Units, "isTurning"> {
  /** Their settings in one part of the space. */
  in(comparison: Comparison): CrowdInCell;
}

/** The customers of one scope, asked in one part of the space. */
export interface CrowdInCell {
  readonly scope: string;
  /** Whether the change leaves the settings of all of them as they were in these views. */
  isSame(views: Views): boolean;
  classesOf(own: Case, views: Views): readonly Class[];
}

/**
 * The customers of one scope on both sides of a comparison. Their settings are computed once until something changes.
 */
export function crowdOf(whole: Comparison, affected: Affected, party: Affected["parties"][number]): Crowd {
  const units = unitsOf(whole, affected, party);
  return { isTurning: units.isTurning, in: (comparison) => crowdIn(comparison, party.scope, units) };
}

function crowdIn(comparison: Comparison, scope: string, { sides, isDivided, everyone, changed }: Units): CrowdInCell {
  const known = new Map<string, Voice>();
  const steps = { before: new Map<string, string>(), after: new Map<string, string>() };
  const stepsOf = ({ id, marks }: Unit, views: Views): readonly string[] =>
    views.map(([side, at], index) => {
      const mark = marks[index] as string;
      const said = steps[side].get(mark) ?? sides[side].stepsIn(comparison[side], id, at);
      steps[side].set(mark, said);
      return said;
    });

  function voiceOf(unit: Unit, [own, affected]: Case, views: Views): Voice {
    const { key, id, isNamed, hasTurned, shares } = unit;
    const [[one], [other, at]] = views;
    const said = stepsOf(unit, views);
    // If hashes divide customers, the steps of one do not say everything about the others.
    const isPlain = isNamed === isDivided && sides.before.isPlain(id) && sides.after.isPlain(id);
    const isStill = one === other && (!hasTurned || (isPlain && said[0] === said[1] && !sides[other].isEnding(at)));
    // Whom one of another scope is known of by its identities may go another way alone.
    const cohort = { context: { [scope]: id }, ...(isNamed ? { named: new Set([scope]) } : {}) };
    const ways = isStill && isPlain ? [] : waysOf(splitByBucket(own, affected, cohort));
    const alone = new Set(ways.map(directionOf));
    const all = [...said, isNamed, shares, ...alone].join();
    const voice = { said: all, isSame: isAlike(said), isStill, isNamed, alone };
    known.set(key, voice);
    return voice;
  }

  return {
    scope,
    isSame: (views) => changed(views).every((unit) => isAlike(stepsOf(unit, views))),
    classesOf: (own, views) => {
      const found = new Map<string, Class>();
      for (const unit of everyone(views)) {
        const { said, ...voice } = known.get(unit.key) ?? voiceOf(unit, own, views);
        const each = found.get(said) ?? { ...voice, scope, id: unit.id, ids: [], patterns: [], isEveryoneElse: false };
        found.set(said, each);
        for (const ids of unit.ids) each.ids.push(ids);
        each.patterns.push(...unit.patterns);
        if (unit.isEveryoneElse) each.isEveryoneElse = true;
      }
      return [...found.values()];
    },
  };
}

/** Whether a change leaves settings as they were: between two sides, or between two comparisons. */
function isAlike(said: readonly string[]): boolean {
  const half = said.length / 2;
  return said.every((each, index) => each === said[(index + half) % said.length]);
}

/** The answers before and after a change, as a text to compare. */
export function directionOf({ from, to }: Way): string {
  return JSON.stringify([from, to]);
}
