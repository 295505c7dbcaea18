import type { Document } from "../model/document.ts";
import type { DecisionEffect, Effect, GroupEffect, ScheduledEffect } from "./effect.ts";
import { impactOf } from "./impact.ts";

/** An effect without some documents, which could not be compared. */
export function withoutNames(effect: Effect, documents: readonly Document[]): Effect {
  if (documents.length === 0) return effect;
  const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind} ${name}`;
  const left = new Set(documents.map(keyOf));
  const isKept = (thing: { readonly kind: string; readonly name: string }): boolean => !left.has(keyOf(thing));
  const decisions = (all: readonly DecisionEffect[]): readonly DecisionEffect[] => all.filter(isKept);
  const groups = (all: readonly GroupEffect[]): readonly GroupEffect[] =>
    all.filter(({ name }) => isKept({ kind: "groups", name }));
  const later = (all: readonly ScheduledEffect[]): readonly ScheduledEffect[] =>
    all
      .map((each) => ({ ...each, decisions: decisions(each.decisions), groups: groups(each.groups) }))
      .filter((each) => each.decisions.length + each.groups.length > 0);
  const kept = {
    at: effect.at,
    decisions: decisions(effect.decisions),
    groups: groups(effect.groups),
    names: {
      added: effect.names.added.filter(isKept),
      removed: effect.names.removed.filter(isKept),
      retired: effect.names.retired.filter(isKept),
    },
    types: effect.types.filter(isKept),
    properties: effect.properties.filter(({ release }) => isKept({ kind: "release", name: release })),
    later: later(effect.later),
    undone: later(effect.undone),
    unsaid: effect.unsaid.filter(isKept),
  };
  return { ...effect, ...kept, impact: impactOf(kept) };
}
