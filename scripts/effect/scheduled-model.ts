import type { Instant } from "../model/time.ts";
import type { DecisionEffect, LaterEffect } from "./effect.ts";

/** What happens at instants, in their order. */
export function inTime(all: ReadonlyMap<Instant, readonly DecisionEffect[]>): readonly LaterEffect[] {
  return [...all].sort(([a], [b]) => a - b).map(([on, decisions]) => ({ on, decisions }));
}
