import type { DecisionEffect, Effect, GroupEffect, Move, ScheduledEffect, Together } from "../effect/effect.ts";
import { compareText } from "../model/text/words.ts";
import { formatDate } from "../model/time.ts";

/** An effect as plain data. */
export function effectData({
  at,
  impact,
  decisions,
  groups,
  names,
  types,
  properties,
  later,
  undone,
  unsaid,
}: Effect): object {
  return {
    version: 1,
    at: formatDate(at),
    impact,
    decisions: decisions.map(decisionOf),
    groups: groups.map(groupsOf),
    names,
    types: types.map(({ kind, name, isBreaking, message }) => ({ kind, name, breaking: isBreaking, message })),
    properties: properties.length === 0 ? undefined : properties,
    later: later.map(scheduledData),
    undone: undone.length === 0 ? undefined : undone.map(scheduledData),
    unsaid: unsaid.length === 0 ? undefined : unsaid,
  };
}

/** What happens at one instant as plain data. */
export function scheduledData({ on, decisions, groups }: ScheduledEffect): object {
  return {
    on: formatDate(on),
    decisions: decisions.map(decisionOf),
    groups: groups.length === 0 ? undefined : groups.map(groupsOf),
  };
}

function groupsOf({ name, environment, moves }: GroupEffect): object {
  return { name, environment, moves: moves.map(customersOf) };
}

function decisionOf({ kind, name, environment, transitions, newcomers, together }: DecisionEffect): object {
  const written = newcomers.map((each) => ({
    ...each,
    since: formatDate(each.since),
    until: each.until === undefined ? undefined : formatDate(each.until),
  }));
  return {
    kind,
    name,
    environment,
    transitions: transitions.map(customersOf),
    newcomers: written.length === 0 ? undefined : written,
    together: together.length === 0 ? undefined : together.map(togetherOf),
  };
}

function togetherOf({ parties, ...way }: Together): object {
  const all = parties.map(({ scope, isEveryone, ids, patterns, unlisted }) =>
    isEveryone ? { scope, everyone: true } : customersOf({ scope, ids, patterns, unlisted }),
  );
  return { parties: all, ...way };
}

/** Patterns are listed among the ids by their texts, and once more separately, since an id may look like one. */
function customersOf<Line extends Pick<Move, "ids" | "patterns">>(line: Line): object {
  const { ids, patterns } = line;
  if (patterns.length === 0) return { ...line, patterns: undefined };
  return { ...line, ids: [...ids, ...patterns].sort(compareText) };
}
