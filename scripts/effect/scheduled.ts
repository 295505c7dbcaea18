import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import type { Case } from "./context-classes.ts";
import { effectOf, transitionsOf } from "./decisions.ts";
import { type DecisionEffect, isMove, type Newcomers } from "./effect.ts";
import { compareNewcomers } from "./newcomers.ts";
import type { Representatives } from "./representatives.ts";
import { type Comparison, type Context, passing, type Which } from "./revision-query.ts";
import { type Share, splitByBucket, waysOf } from "./split-by-bucket.ts";
import { contextsOverTime, type OnTooMany, turnsTogether } from "./together.ts";

/** By scope, for whom something begins or ends at one instant. */
type Turn = Map<string | null, TurnIn>;
type TurnIn = { readonly [Key in keyof Representatives]: Set<Representatives[Key][number]> };

/**
 * For each later instant, what the second side does by itself, without what the first would do in the same way. Only
 * those for whom something begins or ends then are asked about, unless everyone else changes too.
 */
export function* compareScheduled(
  comparison: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
): Generator<readonly [Instant, DecisionEffect]> {
  const together = contextsOverTime(comparison, affected, onTooMany);
  for (const [at, turn] of turnsOf(comparison, affected)) {
    const own = passing(comparison, comparison.after, at);
    const other = passing(comparison, comparison.before, at);
    const ours = { ...affected, before: affected.after };
    const theirs = { ...affected, after: affected.before };
    const effect = effectOf(comparison, affected, {
      transitions: transitionsOf(own, atTurn([own, ours], [other, theirs], turn)),
      newcomers: newcomersAt([own, ours], [other, theirs]),
      together: together([own, ours], [other, theirs]),
    });
    if (effect !== undefined) yield [at, effect];
  }
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
      const representatives = turn.get(scope) ?? { classes: new Set(), prefixes: new Set(), linked: new Set() };
      turn.set(scope, representatives);
      add(representatives);
    }
  }

  for (const scope of affected.others) follow(scope, unmentionedId, () => {});
  for (const [scope, { classes, prefixes, linked }] of affected.representatives) {
    for (const ids of classes) follow(scope, ids[0] ?? "", (turn) => turn.classes.add(ids));
    for (const prefix of prefixes) follow(scope, prefix + unmentionedId, (turn) => turn.prefixes.add(prefix));
    for (const id of linked) follow(scope, id, (turn) => turn.linked.add(id));
  }
  for (const at of turnsTogether(comparison, affected)) if (!turns.has(at)) turns.set(at, new Map());
  return [...turns].sort(([a], [b]) => a - b);
}

/**
 * Whom to report at an instant: all if everyone else changes differently from the other side, otherwise those who do.
 */
function atTurn([own, ours]: Case, [other, theirs]: Case, turn: Turn): Affected {
  const decision = ours.after as Which;
  const contextOf = (scope: string | null, id: string): Context => (scope === null ? {} : { [scope]: id });
  const isOthersWay = (scope: string | null, id: string): boolean => {
    const context = contextOf(scope, id);
    const ways = waysOf(splitByBucket(own, ours, { context }));
    return ways.some(isMove) && !isSame(ways, waysOf(splitByBucket(other, theirs, { context })));
  };
  const isOtherWay = (scope: string, id: string): boolean => {
    const context = contextOf(scope, id);
    const wayOf = ({ before, after }: Comparison) =>
      [before, after].map((query) => query.explain(decision, context).value);
    return !isSame(wayOf(own), wayOf(other));
  };
  /** Those of a class who change differently from the other side. */
  const goingOtherWays = (scope: string, ids: readonly string[]): readonly string[] => {
    const [id = ""] = ids;
    if (ids.length === 1) return isOtherWay(scope, id) ? ids : [];
    const cohort = { context: contextOf(scope, id), ids };
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
  const representatives = [...ours.representatives].flatMap(([scope, all]): (readonly [string, Representatives])[] => {
    if (others.includes(scope)) return [[scope, all]];
    const now = turn.get(scope);
    if (now === undefined) return [];
    const moving = [...now.prefixes].filter((prefix) => isOthersWay(scope, prefix + own.unmentionedId));
    const isBehind = (text: string): boolean => moving.some((prefix) => text.startsWith(prefix));
    const classes = all.classes.flatMap((ids): Representatives["classes"] => {
      const [id = ""] = ids;
      if (isBehind(id)) return [ids];
      if (!now.classes.has(ids)) return [];
      const found = goingOtherWays(scope, ids);
      return found.length === 0 ? [] : [found];
    });
    const linked = all.linked.filter((id) => isBehind(id) || (now.linked.has(id) && isOtherWay(scope, id)));
    return [[scope, { classes, prefixes: all.prefixes.filter(isBehind), linked }]];
  });
  return { ...ours, others, representatives: new Map(representatives) };
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
