import { fromOf, untilOf } from "./entries.ts";
import type { Model } from "./model.ts";
import { allConditions, customerLists, decisionsOf } from "./model-queries.ts";
import type { Instant } from "./time.ts";

/** The instants at which something in a model begins; what holds from the first is among them as `-Infinity`. */
export function* beginningsIn(model: Model): Generator<Instant> {
  for (const { created } of model.flags.values()) if (created !== undefined) yield created.from;
  for (const { entries } of customerLists(model))
    if (entries.from !== undefined)
      for (let index = 0; index < entries.ids.length; index++) yield fromOf(entries, index);
  for (const { from } of patternsIn(model)) yield from;
  for (const { condition } of allConditions(model)) yield condition.from;
}

/** The instants from which on something in a model has ended; what does not end is among them as `Infinity`. */
export function* endsIn(model: Model): Generator<Instant> {
  for (const { expires } of decisionsOf(model)) if (expires !== undefined) yield expires.at;
  for (const { entries } of customerLists(model))
    if (entries.until !== undefined)
      for (let index = 0; index < entries.ids.length; index++) yield untilOf(entries, index);
  for (const { until } of patternsIn(model)) yield until;
  for (const { condition } of allConditions(model)) yield condition.until;
  for (const { until } of model.aliases) yield until;
}

function* patternsIn(model: Model) {
  for (const { groups } of model.sets.values()) for (const { patterns } of groups.values()) yield* patterns;
}
