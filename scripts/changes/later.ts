import type { DecisionEffect, Newcomers } from "../effect.ts";
import type { Side } from "../side.ts";
import type { Instant } from "../time.ts";
import type { Candidate } from "./candidates.ts";
import { effectOf, transitionsOf } from "./decisions.ts";
import { compareNewcomers } from "./newcomers.ts";
import { isMove, shareOut, waysOf } from "./shares.ts";
import { type Comparison, type Context, type View, viewOf, type Which } from "./view.ts";
import type { Voices } from "./voices.ts";

/** By scope, for whom something begins or ends at one instant. */
type Turn = Map<string | null, { readonly ids: Set<string>; readonly prefixes: Set<string> }>;

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

/** One side compared with itself, just before an instant and from then on. */
function passing({ nobody, environment }: Comparison, side: Side, model: View["model"], at: Instant) {
  return { before: viewOf(side, model, at - 1), after: viewOf(side, model, at), environment, nobody };
}

/** The instants at which the second side may give another answer, in order, and to whom. */
function turnsOf({ after, nobody }: Comparison, candidate: Candidate): readonly (readonly [Instant, Turn])[] {
  const turns = new Map<Instant, Turn>();
  const which = candidate.after;
  if (which === undefined) return [];

  function follow(scope: string | null, id: string, kind?: "ids" | "prefixes"): void {
    const context: Context = scope === null ? {} : { [scope]: kind === "prefixes" ? id + nobody : id };
    for (
      let at = after.nextChange(which as Which, context, after.at);
      at < Infinity;
      at = after.nextChange(which as Which, context, at)
    ) {
      const turn: Turn = turns.get(at) ?? new Map();
      turns.set(at, turn);
      const voices = turn.get(scope) ?? { ids: new Set(), prefixes: new Set() };
      turn.set(scope, voices);
      if (kind !== undefined) voices[kind].add(id);
    }
  }

  for (const scope of candidate.others) follow(scope, nobody);
  for (const [scope, { ids, prefixes }] of candidate.voices) {
    for (const id of ids) follow(scope, id, "ids");
    for (const prefix of prefixes) follow(scope, prefix, "prefixes");
  }
  return [...turns].sort(([a], [b]) => a - b);
}

type Case = readonly [Comparison, Candidate];

/** Who is to be told of at an instant: all where everyone else goes another way than on the other side, else who does. */
function atTurn([own, ours]: Case, [other, theirs]: Case, turn: Turn): Candidate {
  const decision = ours.after as Which;
  const contextOf = (scope: string | null, id: string): Context => (scope === null ? {} : { [scope]: id });
  const waysFor = (comparison: Comparison, pair: Candidate, context: Context) =>
    waysOf(shareOut(comparison, pair, context));
  /** Whether those who differ only in their buckets go another way. */
  const isOwnWay = (context: Context): boolean => {
    const ways = waysFor(own, ours, context);
    return ways.some(isMove) && !isSame(ways, waysFor(other, theirs, context));
  };
  const wayOf = ({ before, after }: Comparison, context: Context) => [
    before.explain(decision, context).value,
    after.explain(decision, context).value,
  ];

  const others = ours.others.filter((scope) => turn.has(scope) && isOwnWay(contextOf(scope, own.nobody)));
  const voices = [...ours.voices].flatMap(([scope, all]): (readonly [string, Voices])[] => {
    if (others.includes(scope)) return [[scope, all]];
    const now = turn.get(scope);
    if (now === undefined) return [];
    const moving = [...now.prefixes].filter((prefix) => isOwnWay(contextOf(scope, prefix + own.nobody)));
    const isBehind = (text: string): boolean => moving.some((prefix) => text.startsWith(prefix));
    const isTold = (id: string): boolean => {
      const context = contextOf(scope, id);
      return isBehind(id) || (now.ids.has(id) && !isSame(wayOf(own, context), wayOf(other, context)));
    };
    return [[scope, { ...all, ids: all.ids.filter(isTold), prefixes: all.prefixes.filter(isBehind) }]];
  });
  return { ...ours, others, voices: new Map(voices) };
}

/** Newcomers who go another way than on the other side. */
function newcomersAt([own, ours]: Case, [other, theirs]: Case): readonly Newcomers[] {
  const newcomers = compareNewcomers(own, ours);
  return newcomers.length === 0 || isSame(newcomers, compareNewcomers(other, theirs)) ? [] : newcomers;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
