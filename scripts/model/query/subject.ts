/** The kinds of things that a query can ask for. */
export const subjectKinds = ["flag", "release", "privilege", "groups", "attribute", "identities", "waiver"] as const;

/**
 * The states of things, of which one may have several: whether it has ended, will soon, or never does; and for what
 * customers can get, whether everyone gets the same. `on` and `off` are switches that are the same for everyone.
 */
export const subjectStates = [
  "on",
  "off",
  "same",
  "mixed",
  "paused",
  "expired",
  "expiring",
  "permanent",
  "frozen",
  "deprecated",
  "client",
] as const;

/** One of these kinds. */
export type SubjectKind = (typeof subjectKinds)[number];
/** One of these states. */
export type SubjectState = (typeof subjectStates)[number];

/** A named thing as a query sees it: plain data, which a page can carry. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  /** From broad to narrow; empty if it concerns every request. */
  readonly scopes: readonly string[];
  readonly states: readonly SubjectState[];
  /** The groups that it names, as `ring/canary`; of a group set, its own. */
  readonly groups: readonly string[];
  /** Its last day, or the instant of its end, as people write it; undefined if it has none. */
  readonly expires: string | undefined;
}
