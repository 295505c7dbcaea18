import type { Decision, Model } from "../model/model.ts";
import { findGroup, groupsNamedBy } from "../model/model-queries.ts";
import type { Instant } from "../model/time.ts";

/**
 * How far ahead a forecast stays small: the instant at which, counted from another, the ends of decisions have concerned
 * more than so many customers of lists and groups together; `Infinity` if all of them concern fewer.
 */
export function forecastReach(models: readonly Model[], after: Instant, mostCustomers: number): Instant {
  const ends = models
    .flatMap((model) =>
      [...model.flags.values(), ...model.privileges.values()].flatMap((decision) => {
        const at = decision.expires?.at ?? Infinity;
        return at > after && at < Infinity ? [{ at, size: sizeOf(model, decision) }] : [];
      }),
    )
    .sort((a, b) => a.at - b.at);
  let sum = 0;
  for (const { at, size } of ends) {
    sum += size;
    if (sum > mostCustomers) return at;
  }
  return Infinity;
}

function sizeOf(model: Model, decision: Decision): number {
  let size = 0;
  for (const { entries } of decision.listed) size += entries.ids.length;
  for (const { group } of groupsNamedBy(decision)) size += findGroup(model, group)?.group.members.ids.length ?? 0;
  return size;
}
