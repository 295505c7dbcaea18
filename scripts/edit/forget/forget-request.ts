import type { Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** A request to forget a customer, and what is found out while it is planned. */
export interface Forgetting {
  readonly scope: string;
  readonly ignoreCase: boolean;
  /** The id as it is written, and as it is compared. */
  readonly id: string;
  readonly key: string;
  /** What to do with the id in texts; undefined if the call does not say. */
  readonly texts: "remove" | "keep" | undefined;
  readonly asOf: Instant;
  /** What cannot be done, a line each. */
  readonly faults: string[];
  /** Texts that still need a decision, a line each. */
  readonly undecided: string[];
  readonly notes: string[];
}

/** Whether an id is the one to be forgotten. */
export function isForgotten({ key, ignoreCase }: Forgetting, id: string | undefined): boolean {
  return id !== undefined && normalizeId(id, ignoreCase) === key;
}
