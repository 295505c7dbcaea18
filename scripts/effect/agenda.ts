import type { Instant } from "../model/time.ts";
import type { DecisionEffect, GroupEffect, ScheduledEffect } from "./effect.ts";

/** Collects what happens at instants. */
export interface Agenda {
  addDecision(at: Instant, effect: DecisionEffect): void;
  addGroups(at: Instant, effect: GroupEffect): void;
  inOrder(): readonly ScheduledEffect[];
}

/** An empty agenda. */
export function newAgenda(): Agenda {
  const all = new Map<Instant, { readonly decisions: DecisionEffect[]; readonly groups: GroupEffect[] }>();
  const on = (at: Instant) => {
    const found = all.get(at) ?? { decisions: [], groups: [] };
    all.set(at, found);
    return found;
  };
  return {
    addDecision: (at, effect) => on(at).decisions.push(effect),
    addGroups: (at, effect) => on(at).groups.push(effect),
    inOrder: () => [...all].sort(([a], [b]) => a - b).map(([on, found]) => ({ on, ...found })),
  };
}
