import { type Atom, countCells, type Dimension, mostCells } from "../model/space/atoms.ts";
import { type Box, mergeBoxes } from "../model/space/box.ts";
import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import { type Views, viewsAt } from "./alike.ts";
import { type Case, type Class, type CrowdInCell, crowdOf, directionOf } from "./context-classes.ts";
import { spokesmenOf } from "./context-units.ts";
import { isMove, type Party, type Together } from "./effect.ts";
import { joined } from "./representatives.ts";
import type { Comparison } from "./revision-query.ts";
import { type Cohort, splitByBucket, type Way, waysOf } from "./split-by-bucket.ts";

/** Is called with the number of contexts if there are too many to compare. */
export type OnTooMany = (contexts: number) => void;

/**
 * Finds contexts of several ids that change in a way that none of their ids does alone: both sides are asked for one
 * customer of each class in each scope.
 */
export function contextsNow(
  whole: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
): (comparison: Comparison) => readonly Together[] {
  const crowds = affected.parties.map((party) => crowdOf(whole, affected, party));
  const views = [
    ["before", whole.before.at],
    ["after", whole.after.at],
  ] as const;
  return (comparison) => {
    const own = crowds.map((crowd) => crowd.in(comparison));
    return findContexts([comparison, affected], own, views, onTooMany);
  };
}

/** Whether a change by itself counts, given all that happens on the other side at the same instant. */
export type Counts = (way: Way, theirs: readonly Way[]) => boolean;

/** A change counts unless the other side has the same. */
export function isNotAlike(way: Way, theirs: readonly Way[]): boolean {
  const key = JSON.stringify(way);
  return !theirs.some((each) => JSON.stringify(each) === key);
}

/** Finds contexts of several ids that change so by themselves at a later instant on the second side. */
export function contextsOverTime(
  whole: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
  counts: Counts,
): (comparison: Comparison) => (own: Case, other: Case) => readonly Together[] {
  const all = affected.parties.map((party) => crowdOf(whole, affected, party));
  return (comparison) => {
    const crowds = all.map((crowd) => crowd.in(comparison));
    return (own, other) => {
      const { at } = own[0].after;
      // If nothing changes for any id alone, nothing does for several.
      return all.some((crowd) => crowd.isTurning(at))
        ? findContexts(own, crowds, viewsAt(at), onTooMany, { other, counts })
        : [];
    };
  };
}

function findContexts(
  own: Case,
  crowds: readonly CrowdInCell[],
  views: Views,
  onTooMany: OnTooMany,
  judged?: { readonly other: Case; readonly counts: Counts },
): readonly Together[] {
  const [comparison, affected] = own;
  if (!affected.isOther && crowds.every((crowd) => crowd.isSame(views))) return [];
  const classes = crowds.map((crowd) => crowd.classesOf(own, views));
  if (classes.flat().every(({ isStill }) => isStill)) return [];
  const dimensions = crowds.map(({ scope }, index): Dimension => {
    const atoms = (classes[index] ?? []).map(({ id }): Atom => ({ asked: id }));
    // With two scopes both must be known; with more, any may be absent.
    return { name: scope, atoms: crowds.length > 2 ? [...atoms, { asked: undefined }] : atoms, say: () => [] };
  });
  if (countCells(dimensions) > mostCells) {
    onTooMany(countCells(dimensions));
    return [];
  }

  const ways = new Map<string, { readonly way: Way; readonly boxes: Box[] }>();
  for (const numbers of pointsOf(dimensions)) {
    const known = numbers.flatMap((number, index) => classes[index]?.[number] ?? []);
    if (known.length < 2 || known.every(({ isStill }) => isStill)) continue;
    if (!affected.isOther && known.every(({ isSame }) => isSame)) continue;
    const cohort = {
      context: Object.fromEntries(known.map(({ scope, id }) => [scope, id])),
      named: new Set(known.flatMap(({ scope, isNamed }) => (isNamed ? [scope] : []))),
    };
    const found = waysOf(splitByBucket(comparison, affected, cohort)).filter(isMove);
    const theirs = found.length === 0 || judged === undefined ? [] : waysIn(judged.other, cohort);
    for (const way of found) {
      const key = JSON.stringify(way);
      if (judged?.counts(way, theirs) === false || known.some(({ alone }) => alone.has(directionOf(way)))) continue;
      const box = new Map(dimensions.map(({ name }, index) => [name, [numbers[index] ?? 0]]));
      const own = ways.get(key) ?? { way, boxes: [] };
      ways.set(key, own);
      own.boxes.push(box);
    }
  }
  return [...ways]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, { way, boxes }]) =>
      mergeBoxes(dimensions, boxes).map(
        (box): Together => ({
          from: way.from,
          to: way.to,
          ...(way.values === undefined ? {} : { values: way.values }),
          unlisted: way.unlisted,
          parties: dimensions.flatMap(({ name }, index) => partyOf(name, classes[index] ?? [], box)),
          where: undefined,
        }),
      ),
    );
}

/** The later instants at which a context of several ids may get another answer from the head, in order. */
export function turnsTogether({ after, unmentionedId }: Comparison, { asked, parties }: Affected): readonly Instant[] {
  const turns = new Set<Instant>();
  for (const { scope, all } of parties)
    for (const { id } of spokesmenOf(all(), unmentionedId))
      for (const at of after.turns(asked, { [scope]: id })) turns.add(at);
  return [...turns].sort((a, b) => a - b);
}

/** All combinations of one atom of each dimension, by number. */
function* pointsOf([first, ...others]: readonly Dimension[]): Generator<readonly number[]> {
  if (first === undefined) yield [];
  else for (const number of first.atoms.keys()) for (const rest of pointsOf(others)) yield [number, ...rest];
}

function waysIn([comparison, affected]: Case, cohort: Cohort): readonly Way[] {
  return waysOf(splitByBucket(comparison, affected, cohort));
}

/** The customers of a scope in some contexts; empty if the scope is not known in them. */
function partyOf(scope: string, classes: readonly Class[], box: Box): readonly Party[] {
  const numbers = box.get(scope);
  const own = numbers?.flatMap((number) => classes[number] ?? []) ?? [];
  if (numbers !== undefined && own.length === 0) return [];
  if (own.length === classes.length || numbers === undefined)
    return [{ scope, ids: [], patterns: [], unlisted: true, isEveryone: true }];
  return [
    {
      scope,
      ids: joined(own.flatMap(({ ids }) => ids)),
      patterns: own.flatMap(({ patterns }) => patterns).sort(compareText),
      unlisted: own.some(({ isEveryoneElse }) => isEveryoneElse),
      isEveryone: false,
    },
  ];
}
