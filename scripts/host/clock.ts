import type { Instant } from "../model/time.ts";

/** The instant now. */
export function now(): Instant {
  return Date.now();
}
