import { compareText } from "../model/text/words.ts";
import type { Instant } from "../model/time.ts";
import type { Candidate } from "./affected.ts";
import { effectOf, transitionsOf } from "./decisions.ts";
import type { DecisionEffect, Newcomers } from "./effect.ts";
import { compareNewcomers } from "./newcomers.ts";
import { type Comparison, type Context, passing, type Which } from "./query.ts";
import type { Voices } from "./representatives.ts";
import type { Side } from "./revision.ts";
import { isMove, type Share, shareOut, waysOf } from "./split-by-bucket.ts";

/** By scope, for whom something begins or ends at one instant. */
type Turn = Map<string | null, TurnIn>;
type TurnIn = { readonly [Key in keyof Voices]: Set<Voices[Key][number]> };

/**
 * At each later instant what the second side does by itself, without what the first would do alike. Asked for are only
 * those for whom something begins or ends then, unless everyone else goes another way.
 */
export function* compareLater(
  comparison: Comparison,
  candidate: Candidate,
  [first, second]: readonly [Side, Side],
): Generator<readonly [Instant, DecisionEffect]> {
  for (const [at, turn] of turnsOf(comparison, candidate)) {
    const own = passing(comparison, second, comparison.after.model, at);
    const other = passing(comparison, first, comparison.before.model, at);
    const ours = { ...candidate, before: candidate.after };
    const theirs = { ...candidate, after: candidate.before };
    const transitions = transitionsOf(own, atTurn([own, ours], [other, theirs], turn));
    const effect = effectOf(comparison, candidate, transitions, newcomersAt([own, ours], [other, theirs]));
    if (effect !== undefined) yield [at, effect];
  }
}

/** The instants at which the second side may give another answer, in order, and to whom. */
function turnsOf({ after, nobody }: Comparison, candidate: Candidate): readonly (readonly [Instant, Turn])[] {
  const turns = new Map<Instant, Turn>();
  const which = candidate.after;
  if (which === undefined) return [];

  function follow(scope: string | null, id: string, add: (turn: TurnIn) => void): void {
    const context: Context = scope === null ? {} : { [scope]: id };
    const next = (at: Instant): Instant => after.nextChange(which as Which, context, at);
    for (let at = next(after.at); at < Infinity; at = next(at)) {
      const turn: Turn = turns.get(at) ?? new Map();
      turns.set(at, turn);
      const voices = turn.get(scope) ?? { classes: new Set(), prefixes: new Set(), linked: new Set() };
      turn.set(scope, voices);
      add(voices);
    }
  }

  for (const scope of candidate.others) follow(scope, nobody, () => {});
  for (const [scope, { classes, prefixes, linked }] of candidate.voices) {
    for (const ids of classes) follow(scope, ids[0] ?? "", (turn) => turn.classes.add(ids));
    for (const prefix of prefixes) follow(scope, prefix + nobody, (turn) => turn.prefixes.add(prefix));
    for (const id of linked) follow(scope, id, (turn) => turn.linked.add(id));
  }
  return [...turns].sort(([a], [b]) => a - b);
}

type Case = readonly [Comparison, Candidate];

/** Who is to be told of at an instant: all where everyone else goes another way than on the other side, else who does. */
function atTurn([own, ours]: Case, [other, theirs]: Case, turn: Turn): Candidate {
  const decision = ours.after as Which;
  const contextOf = (scope: string | null, id: string): Context => (scope === null ? {} : { [scope]: id });
  const isOthersWay = (scope: string | null, id: string): boolean => {
    const context = contextOf(scope, id);
    const ways = waysOf(shareOut(own, ours, { context }));
    return ways.some(isMove) && !isSame(ways, waysOf(shareOut(other, theirs, { context })));
  };
  const isOtherWay = (scope: string, id: string): boolean => {
    const context = contextOf(scope, id);
    const wayOf = ({ before, after }: Comparison) =>
      [before, after].map((view) => view.explain(decision, context).value);
    return !isSame(wayOf(own), wayOf(other));
  };
  /** Those of a class who go another way than on the other side. */
  const goingOtherWays = (scope: string, ids: readonly string[]): readonly string[] => {
    const [id = ""] = ids;
    if (ids.length === 1) return isOtherWay(scope, id) ? ids : [];
    const crowd = { context: contextOf(scope, id), ids };
    const known = waysById(shareOut(other, theirs, crowd));
    const found = [...waysById(shareOut(own, ours, crowd))].filter(([each, way]) => known.get(each) !== way);
    return found.length === ids.length ? ids : found.map(([each]) => each).sort(compareText);
  };

  const others = ours.others.filter((scope) => turn.has(scope) && isOthersWay(scope, own.nobody));
  const voices = [...ours.voices].flatMap(([scope, all]): (readonly [string, Voices])[] => {
    if (others.includes(scope)) return [[scope, all]];
    const now = turn.get(scope);
    if (now === undefined) return [];
    const moving = [...now.prefixes].filter((prefix) => isOthersWay(scope, prefix + own.nobody));
    const isBehind = (text: string): boolean => moving.some((prefix) => text.startsWith(prefix));
    const classes = all.classes.flatMap((ids): Voices["classes"] => {
      const [id = ""] = ids;
      if (isBehind(id)) return [ids];
      if (!now.classes.has(ids)) return [];
      const found = goingOtherWays(scope, ids);
      return found.length === 0 ? [] : [found];
    });
    const linked = all.linked.filter((id) => isBehind(id) || (now.linked.has(id) && isOtherWay(scope, id)));
    return [[scope, { classes, prefixes: all.prefixes.filter(isBehind), linked }]];
  });
  return { ...ours, others, voices: new Map(voices) };
}

/** Newcomers who go another way than on the other side. */
function newcomersAt([own, ours]: Case, [other, theirs]: Case): readonly Newcomers[] {
  const newcomers = compareNewcomers(own, ours);
  return newcomers.length === 0 || isSame(newcomers, compareNewcomers(other, theirs)) ? [] : newcomers;
}

function waysById(shares: readonly Share[]): ReadonlyMap<string, string> {
  return new Map(
    shares.flatMap(({ before, after, ids }) => {
      const way = JSON.stringify([before.value, after.value]);
      return ids.map((id) => [id, way] as const);
    }),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
