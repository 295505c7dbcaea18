import type { DecisionEffect, Effect, GroupEffect, Impact } from "../effect.ts";
import { modelIn, type Side } from "../side.ts";
import type { Instant } from "../time.ts";
import { type Candidate, type Comparison, compareDecision, findCandidates, momentsAfter } from "./decisions.ts";
import { compareGroups } from "./groups.ts";
import { compareNames, compareTypes } from "./types.ts";

/**
 * What the head does that the base does not, at an instant and by itself later. Only answers that may differ are asked for:
 * the cost grows with what the change touches, and with reading both sides once.
 */
export function compareSides(base: Side, head: Side, at: Instant): Effect {
  const environments = [...new Set([...head.models, ...base.models].map(({ environment }) => environment))];
  const first = (head.models[0] ?? base.models[0])?.environment;
  const decisions: DecisionEffect[] = [];
  const groups: GroupEffect[] = [];
  const later = new Map<Instant, DecisionEffect[]>();
  for (const environment of environments) {
    const comparison: Comparison = { base, head, environment, isFirst: environment === first, at };
    groups.push(...compareGroups(comparison));
    for (const candidate of findCandidates(comparison)) {
      const effect = compareDecision(comparison, candidate);
      if (effect !== undefined) decisions.push(effect);
      for (const [moment, change] of laterOf(comparison, candidate))
        later.set(moment, [...(later.get(moment) ?? []), change]);
    }
  }
  const [baseModel, headModel] = [modelIn(base, first ?? ""), modelIn(head, first ?? "")];
  const names = compareNames(baseModel, headModel);
  const types = compareTypes(baseModel, headModel);
  const moved = decisions.length + groups.length + later.size > 0;
  return {
    at,
    impact: impactOf(
      names.removed.length > 0 || types.some((each) => each.isBreaking),
      names.added.length + types.length > 0,
      moved,
    ),
    decisions,
    groups,
    names,
    types,
    later: [...later].sort(([a], [b]) => a - b).map(([on, each]) => ({ on, decisions: each })),
  };
}

function impactOf(breaks: boolean, adds: boolean, moves: boolean): Impact {
  return breaks ? "breaking" : adds ? "added" : moves ? "data" : "none";
}

/** The instants at which the head by itself changes answers otherwise than the base does, with what it changes. */
function* laterOf(comparison: Comparison, candidate: Candidate): Generator<readonly [Instant, DecisionEffect]> {
  for (const moment of momentsAfter(comparison, candidate)) {
    const own = passing(comparison, candidate, comparison.head, moment);
    if (own === undefined) continue;
    const before = passing(comparison, candidate, comparison.base, moment);
    if (JSON.stringify(own.transitions) !== JSON.stringify(before?.transitions)) yield [moment, own];
  }
}

/** What one side by itself does to a decision at an instant: the answers just before it compared with those from then on. */
function passing(
  comparison: Comparison,
  { base, head, candidates }: Candidate,
  side: Side,
  at: Instant,
): DecisionEffect | undefined {
  const decision = side === comparison.head ? head : base;
  if (decision === undefined) return undefined;
  const earlier: Side = {
    models: side.models,
    answer: (kind, name, question) => side.answer(kind, name, { ...question, at: at - 1 }),
    reason: (kind, name, question) => side.reason(kind, name, { ...question, at: at - 1 }),
    groups: (set, question) => side.groups(set, { ...question, at: at - 1 }),
  };
  const own = { ...comparison, base: earlier, head: side, at };
  return compareDecision(own, { base: decision, head: decision, candidates });
}
