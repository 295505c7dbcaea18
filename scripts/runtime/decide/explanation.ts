import type { Rule } from "../declare/rule.ts";

/** OpenFeature's words for it. */
export type Reason = "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED";

/** Why a lookup answers what it does. */
export interface Explanation {
  readonly value: boolean | string;
  readonly reason: Reason;
  readonly rule: Rule;
  /** The reference of the group that decided. */
  readonly group?: string;
  /** The attributes and told sets that the answer asked for but that were untold, sorted. */
  readonly untold?: readonly string[];
  /**
   * The first instant at which this value changes by itself, found when it is first read; undefined if there is none.
   */
  readonly until: Date | undefined;
}

/** The reason for a rule; what is the same for every context is static. */
export function reasonOf(rule: Rule, isGlobal: boolean): Reason {
  switch (rule) {
    case "retired":
      return "STATIC";
    case "paused":
      return "DISABLED";
    case "override":
    case "listed":
    case "group":
    case "condition":
    case "created":
      return "TARGETING_MATCH";
    case "rollout":
      return "SPLIT";
    case "requires":
    case "expired":
      return "DEFAULT";
    case "default":
      return isGlobal ? "STATIC" : "DEFAULT";
  }
}
