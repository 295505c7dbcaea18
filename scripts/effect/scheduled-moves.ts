import type { Instant } from "../model/time.ts";
import type { GroupEffect, Move } from "./effect.ts";
import { compareSet, contextOf, isMove, type SetCandidate, waysAlike, waysOf } from "./groups.ts";
import type { Representatives } from "./representatives.ts";
import { type Comparison, passing } from "./revision-query.ts";

interface TurnIn extends Readonly<{ [Key in keyof Representatives]: Set<Representatives[Key][number]> }> {
  /** Whether unmentioned customers may move too. */
  others: boolean;
}

/**
 * For each later instant, who moves by itself between the groups of a set on the second side, and not in the same way
 * on the first.
 */
export function* laterMoves(
  comparison: Comparison,
  affected: SetCandidate,
): Generator<readonly [Instant, GroupEffect]> {
  for (const [at, turn] of turnsOf(comparison, affected)) {
    const own = passing(comparison, comparison.after, at);
    const other = passing(comparison, comparison.before, at);
    const others = turn.others && isOtherMoveAlike([own, other], affected, own.unmentionedId);
    const representatives = others ? affected.representatives : movingAt(own, other, affected, turn);
    const effect = compareSet(own, { ...affected, others, representatives });
    if (effect !== undefined) yield [at, effect];
  }
}

/**
 * For each later instant, the listed customers who would have moved by themselves on the first side, and no longer do:
 * both sides have them in the same groups until then, and the second keeps them there.
 */
export function* cancelledMoves(
  comparison: Comparison,
  affected: SetCandidate,
): Generator<readonly [Instant, GroupEffect]> {
  const { before, after } = comparison;
  if (!before.model?.sets.has(affected.name) || !after.model?.sets.has(affected.name)) return;
  const backwards = { ...comparison, before: after, after: before };
  for (const [at, effect] of laterMoves(backwards, affected)) {
    const theirs = passing(comparison, before, at);
    const ours = passing(comparison, after, at);
    const isCancelled = (id: string): boolean => {
      const [was, is] = [theirs, ours].map(({ before }) => groupsOf(before, affected, id));
      return was === is && is === groupsOf(ours.after, affected, id);
    };
    const moves = effect.moves.flatMap((move): Move[] => {
      const ids = move.from === move.to ? [] : move.ids.filter(isCancelled);
      return ids.length === 0 ? [] : [{ ...move, ids, patterns: [], unlisted: false }];
    });
    if (moves.length > 0) yield [at, { ...effect, moves }];
  }
}

function groupsOf({ groups }: Comparison["before"], { name, scope }: SetCandidate, id: string): string {
  return groups(name, contextOf(scope, id)).join();
}

/** The instants at which the second side may move customers, in order, and which ones. */
function turnsOf(
  { after, unmentionedId }: Comparison,
  { name, scope, others, representatives }: SetCandidate,
): readonly (readonly [Instant, TurnIn])[] {
  const turns = new Map<Instant, TurnIn>();
  if (!after.model?.sets.has(name)) return [];
  const follow = (id: string, add: (turn: TurnIn) => void): void => {
    const next = (at: Instant): Instant => after.nextMove(name, contextOf(scope, id), at);
    for (let at = next(after.at); at < Infinity; at = next(at)) {
      const turn = turns.get(at) ?? { classes: new Set(), prefixes: new Set(), linked: new Set(), others: false };
      turns.set(at, turn);
      add(turn);
    }
  };
  if (others)
    follow(unmentionedId, (turn) => {
      turn.others = true;
    });
  for (const ids of representatives.classes) follow(ids[0] ?? "", ({ classes }) => classes.add(ids));
  for (const prefix of representatives.prefixes) follow(prefix + unmentionedId, ({ prefixes }) => prefixes.add(prefix));
  for (const id of representatives.linked) follow(id, ({ linked }) => linked.add(id));
  return [...turns].sort(([a], [b]) => a - b);
}

/** Whether a customer among those who differ only in their hashes moves on one side, and not alike on the other. */
function isOtherMoveAlike(
  [own, other]: readonly [Comparison, Comparison],
  affected: SetCandidate,
  id: string,
): boolean {
  const all = waysAlike(own, affected, id);
  return all.some(({ ways }) => isMove(ways)) && JSON.stringify(all) !== JSON.stringify(waysAlike(other, affected, id));
}

/**
 * Those who move at an instant differently from the other side, with everyone who shares a changed pattern with them.
 */
function movingAt(own: Comparison, other: Comparison, affected: SetCandidate, turn: TurnIn): Representatives {
  const isOtherMove = (id: string): boolean => {
    const ways = waysOf(own, affected, id);
    return isMove(ways) && JSON.stringify(ways) !== JSON.stringify(waysOf(other, affected, id));
  };
  const { classes, prefixes, linked } = affected.representatives;
  const moving = prefixes.filter(
    (prefix) => turn.prefixes.has(prefix) && isOtherMoveAlike([own, other], affected, prefix + own.unmentionedId),
  );
  const isBehind = (text: string): boolean => moving.some((prefix) => text.startsWith(prefix));
  return {
    classes: classes.filter((ids) => isBehind(ids[0] ?? "") || (turn.classes.has(ids) && isOtherMove(ids[0] ?? ""))),
    prefixes: prefixes.filter(isBehind),
    linked: linked.filter((id) => isBehind(id) || (turn.linked.has(id) && isOtherMove(id))),
  };
}
