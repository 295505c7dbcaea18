import type { Window } from "../../model/time.ts";
import type { Bundle } from "../../runtime/shapes/bundle.ts";
import { allOf, contextAt, type Logic } from "./logic.ts";

/** The input of flagd's rules, and what is found while they are built. */
export interface Draft {
  /** A bundle with a single environment. */
  readonly bundle: Bundle;
  /** From this number of members on, the context says who is in a group. */
  readonly maxMembers: number;
  /** By scope. */
  readonly ways: Map<string, readonly Way[]>;
  /** Whether the customer is in a group, by its reference: rules that flags share. */
  readonly groups: Map<string, Rule>;
  /** The answers of flags that others require, by name. */
  readonly answers: Map<string, Rule>;
  /** What the current rule cannot express, in words. */
  unsayable: Set<string>;
}

/** A rule, and what it cannot express. */
export interface Rule {
  readonly logic: Logic;
  readonly unsayable: ReadonlySet<string>;
}

/** An id that another one stands for within a window. */
export interface Meaning {
  readonly id: string;
  readonly window: Window;
}

/** A way in which a context identifies a customer of a scope: by an id of the scope itself, or of a child's. */
export interface Way {
  /** The scope whose id the context has. */
  readonly scope: string;
  /** Whether this way applies, apart from the others, if that takes more than its id being among `meanings`. */
  readonly guard: Logic;
  /** The customer that each id of the context stands for. */
  readonly meanings: ReadonlyMap<string, readonly Meaning[]>;
  /** Whether any other id stands for itself. */
  readonly isOwn: boolean;
}

/** An empty draft. */
export function startDraft(bundle: Bundle, maxMembers: number): Draft {
  return { bundle, maxMembers, ways: new Map(), groups: new Map(), answers: new Map(), unsayable: new Set() };
}

/** A separate rule, with what it cannot express. */
export function ruleOf(draft: Draft, make: () => Logic): Rule {
  const { unsayable: outer } = draft;
  draft.unsayable = new Set();
  const rule = { logic: make(), unsayable: draft.unsayable };
  draft.unsayable = outer;
  return rule;
}

/** A rule as part of another: what it cannot express, the other cannot either. */
export function noted(draft: Draft, { logic, unsayable }: Rule): Logic {
  for (const each of unsayable) draft.unsayable.add(each);
  return logic;
}

/** The intersection of two windows; undefined if they have nothing in common. */
export function common(one: Window, other: Window): Window | undefined {
  const [from, until] = [Math.max(one.from, other.from), Math.min(one.until, other.until)];
  return from < until ? { from, until } : undefined;
}

/** Whether now is in a window and something else holds. */
export function during(draft: Draft, { from, until }: Window, part: Logic): Logic {
  if (part === false) return false;
  return allOf([
    from === -Infinity ? true : hasCome(draft, from),
    until === Infinity ? true : isBefore(draft, until),
    part,
  ]);
}

/** Whether now is before an instant. */
export function isBefore(draft: Draft, instant: number): Logic {
  return { "<": [now, seconds(draft, instant)] };
}

function hasCome(draft: Draft, instant: number): Logic {
  return { ">=": [now, seconds(draft, instant)] };
}

const now = contextAt("$flagd.timestamp");

/** flagd's clock has whole seconds: the first one at or after an instant. */
function seconds(draft: Draft, instant: number): number {
  if (instant % 1000 !== 0) draft.unsayable.add("an instant between two seconds");
  return Math.ceil(instant / 1000);
}
