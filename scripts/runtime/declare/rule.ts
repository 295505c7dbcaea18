/** What decided: the first of these, in this order, that had an answer. */
export type Rule =
  | "retired"
  | "paused"
  | "override"
  | "requires"
  | "expired"
  | "listed"
  | "group"
  | "condition"
  | "rollout"
  | "created"
  | "default";
