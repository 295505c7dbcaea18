import type { DecisionEffect, Effect, LaterEffect } from "../../effect/effect.ts";
import { formatDate } from "../../model/time.ts";
import type { EffectReporter } from "./effect-reporter.ts";

/** For programs: everything that an effect has, as schema/effect.schema.json describes it. */
export const json: EffectReporter = (effect) => `${JSON.stringify(describe(effect), null, 2)}\n`;

/** An effect as plain data. */
export function describe({ at, impact, decisions, groups, names, types, properties, later, undone }: Effect): object {
  return {
    version: 1,
    at: formatDate(at),
    impact,
    decisions: decisions.map(decisionOf),
    groups: groups.map(({ name, environment, moves }) => ({ name, environment, moves })),
    names,
    types: types.map(({ kind, name, isBreaking, message }) => ({ kind, name, breaking: isBreaking, message })),
    properties: properties.length === 0 ? undefined : properties,
    later: later.map(laterOf),
    undone: undone.length === 0 ? undefined : undone.map(laterOf),
  };
}

function laterOf({ on, decisions }: LaterEffect): object {
  return { on: formatDate(on), decisions: decisions.map(decisionOf) };
}

function decisionOf({ kind, name, environment, transitions, newcomers }: DecisionEffect): object {
  const told = newcomers.map(({ scope, since, until, from, to, unlisted }) => ({
    scope,
    since: formatDate(since),
    until: until === undefined ? undefined : formatDate(until),
    from,
    to,
    unlisted,
  }));
  return { kind, name, environment, transitions, newcomers: told.length === 0 ? undefined : told };
}
