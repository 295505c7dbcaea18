import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import { alikeIn, viewsAt } from "./alike.ts";
import type { Ids, Kin } from "./ask-kin.ts";
import type { Case } from "./context-classes.ts";
import { effectOf, transitionsOf } from "./decisions.ts";
import { type DecisionEffect, isMove, type Newcomers } from "./effect.ts";
import { compareNewcomers } from "./newcomers.ts";
import type { Representatives } from "./representatives.ts";
import { type Comparison, type Context, passing, type Which } from "./revision-query.ts";
import { type Share, splitByBucket, waysOf } from "./split-by-bucket.ts";
import { type Counts, contextsOverTime, isNotAlike, type OnTooMany, turnsTogether } from "./together.ts";

/** By scope, for whom something begins or ends at one instant. */
type Turn = Map<string | null, TurnIn>;
interface TurnIn {
  readonly classes: Ids[];
  readonly prefixes: Set<string>;
  readonly linked: Set<string>;
}

/**
 * Finds for each later instant, in each part of the space, what the second side does by itself, without what the first
 * would do in the same way. Only those for whom something begins or ends then are asked about, unless everyone else
 * changes too. `counts` says which changes of contexts of several ids are meant.
 */
export function scheduleComparer(
  whole: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
  counts: Counts = isNotAlike,
): (comparison: Comparison) => readonly (readonly [Instant, DecisionEffect])[] {
  const alike = alikeIn(whole, affected);
  const together = contextsOverTime(whole, affected, onTooMany, counts);
  const turns = turnsOf(whole, affected);
  const ours = { ...affected, before: affected.after };
  const theirs = { ...affected, after: affected.before };
  return (comparison) => {
    const togetherAt = together(comparison);
    return turns.flatMap(([at, turn]) => {
      const own = [passing(comparison, comparison.after, at), ours] as const;
      const other = [passing(comparison, comparison.before, at), theirs] as const;
      const moving = atTurn(own, other, turn, (scope, classes) => alike.kinOf(scope, viewsAt(at), classes));
      const effect = effectOf(comparison, affected, {
        transitions: transitionsOf(own[0], moving, (scope) => moving.kin.get(scope) ?? []),
        newcomers: newcomersAt(own, other),
        together: togetherAt(own, other),
      });
      return effect === undefined ? [] : [[at, effect] as const];
    });
  };
}

/** The instants at which the second side may give another answer, in order, and to whom. */
function turnsOf(comparison: Comparison, affected: Affected): readonly (readonly [Instant, Turn])[] {
  const { after, unmentionedId } = comparison;
  const turns = new Map<Instant, Turn>();
  if (affected.after === undefined) return [];

  function follow(scope: string | null, id: string, add: (turn: TurnIn) => void): void {
    const context: Context = scope === null ? {} : { [scope]: id };
    for (const at of after.turns(affected.asked, context)) {
      const turn: Turn = turns.get(at) ?? new Map();
      turns.set(at, turn);
      const representatives = turn.get(scope) ?? { classes: [], prefixes: new Set(), linked: new Set() };
      turn.set(scope, representatives);
      add(representatives);
    }
  }

  for (const scope of affected.others) follow(scope, unmentionedId, () => {});
  for (const [scope, { classes, prefixes, linked }] of affected.representatives) {
    for (const ids of classes) follow(scope, ids[0] ?? "", (turn) => turn.classes.push(ids));
    for (const prefix of prefixes) follow(scope, prefix + unmentionedId, (turn) => turn.prefixes.add(prefix));
    for (const id of linked) follow(scope, id, (turn) => turn.linked.add(id));
  }
  for (const at of turnsTogether(comparison, affected)) if (!turns.has(at)) turns.set(at, new Map());
  return [...turns].sort(([a], [b]) => a - b);
}

/**
 * Whom to report at an instant: all if everyone else changes differently from the other side, otherwise those who do.
 */
function atTurn(
  [own, ours]: Case,
  [other, theirs]: Case,
  turn: Turn,
  kinOf: (scope: string, classes: readonly Ids[]) => readonly Kin[],
): Affected & { readonly kin: ReadonlyMap<string, readonly Kin[]> } {
  const decision = ours.after as Which;
  const conwayIn = (scope: string | null, id: string): Context => (scope === null ? {} : { [scope]: id });
  const isOthersWay = (scope: string | null, id: string): boolean => {
    const context = conwayIn(scope, id);
    const ways = waysOf(splitByBucket(own, ours, { context }));
    return ways.some(isMove) && !isSame(ways, waysOf(splitByBucket(other, theirs, { context })));
  };
  const isOtherWay = (scope: string, id: string): boolean => {
    const context = conwayIn(scope, id);
    const wayOf = ({ before, after }: Comparison) =>
      [before, after].map((query) => query.explain(decision, context).value);
    return !isSame(wayOf(own), wayOf(other));
  };
  /** The same for all whom only hashes tell apart; undefined if these do. */
  const isOtherWayAlike = (scope: string, id: string): boolean | undefined => {
    const cohort = { context: conwayIn(scope, id) };
    const [one = [], two = []] = [splitByBucket(own, ours, cohort), splitByBucket(other, theirs, cohort)].map(
      (shares) => [...new Set(shares.map(wayIn))],
    );
    return one.length + two.length > 2 ? undefined : one[0] !== two[0];
  };
  /** Those of a class who change differently from the other side. */
  const goingOtherWays = (scope: string, ids: readonly string[]): readonly string[] => {
    const [id = ""] = ids;
    if (ids.length === 1) return isOtherWay(scope, id) ? ids : [];
    const cohort = { context: conwayIn(scope, id), ids };
    const [shares, otherShares] = [splitByBucket(own, ours, cohort), splitByBucket(other, theirs, cohort)];
    // Most often all of a class change alike, and there may be a hundred thousand of them.
    const [[share, ...rest], [otherShare, ...otherRest]] = [shares, otherShares];
    if (share !== undefined && otherShare !== undefined && rest.length + otherRest.length === 0)
      return wayIn(share) === wayIn(otherShare) ? [] : ids;
    const known = waysById(otherShares);
    const found = [...waysById(shares)].filter(([each, way]) => known.get(each) !== way);
    return found.length === ids.length ? ids : found.map(([each]) => each).sort(compareText);
  };

  const others = ours.others.filter((scope) => turn.has(scope) && isOthersWay(scope, own.unmentionedId));
  const kin = new Map<string, readonly Kin[]>();
  const representatives = [...ours.representatives].flatMap(([scope, all]): (readonly [string, Representatives])[] => {
    const now = turn.get(scope);
    if (others.includes(scope)) {
      kin.set(scope, kinOf(scope, all.classes));
      return [[scope, all]];
    }
    if (now === undefined) return [];
    const moving = [...now.prefixes].filter((prefix) => isOthersWay(scope, prefix + own.unmentionedId));
    const isBehind = (text: string): boolean => moving.some((prefix) => text.startsWith(prefix));
    const going = moving.length === 0 ? [] : all.classes.filter(([id = ""]) => isBehind(id)).map((ids) => [ids]);
    kin.set(scope, [
      ...going,
      ...kinOf(scope, now.classes).flatMap((classes): readonly Kin[] => {
        const rest = moving.length === 0 ? classes : classes.filter(([id = ""]) => !isBehind(id));
        const isOther = rest.length > 1 ? isOtherWayAlike(scope, rest[0]?.[0] ?? "") : undefined;
        if (isOther !== undefined) return isOther ? [rest] : [];
        const found = rest.map((ids) => goingOtherWays(scope, ids)).filter((ids) => ids.length > 0);
        return found.length === 0 ? [] : [found];
      }),
    ]);
    const linked = all.linked.filter((id) => isBehind(id) || (now.linked.has(id) && isOtherWay(scope, id)));
    return [[scope, { classes: [], prefixes: all.prefixes.filter(isBehind), linked }]];
  });
  return { ...ours, others, representatives: new Map(representatives), kin };
}

/** Newcomers who change differently from the other side. */
function newcomersAt([own, ours]: Case, [other, theirs]: Case): readonly Newcomers[] {
  const newcomers = compareNewcomers(own, ours);
  return newcomers.length === 0 || isSame(newcomers, compareNewcomers(other, theirs)) ? [] : newcomers;
}

function waysById(shares: readonly Share[]): ReadonlyMap<string, string> {
  return new Map(
    shares.flatMap((share) => {
      const way = wayIn(share);
      return share.ids.map((id) => [id, way] as const);
    }),
  );
}

function wayIn({ before, after }: Share): string {
  return JSON.stringify([before.value, after.value]);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
