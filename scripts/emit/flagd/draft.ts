import { parseInstant } from "../../runtime/declare/instant.ts";
import type { Bundle } from "../../runtime/shapes/bundle.ts";
import { allOf, contextAt, type Logic } from "./logic.ts";

/** What flagd's rules are made from, and what was found while they were. */
export interface Draft {
  /** One environment, the first, as it is there. */
  readonly bundle: Bundle;
  /** From how many members on the context says who is in a group. */
  readonly maxMembers: number;
  /** By scope. */
  readonly ways: Map<string, readonly Way[]>;
  /** Who is in a group, by its reference: rules that flags share. */
  readonly groups: Map<string, Rule>;
  /** What flags answer that others require, by name. */
  readonly answers: Map<string, Rule>;
  /** What the rule that is being made cannot say, in words. */
  unsayable: Set<string>;
}

/** A rule, and what it cannot say. */
export interface Rule {
  readonly logic: Logic;
  readonly unsayable: ReadonlySet<string>;
}

/** A part of time, in milliseconds: from <= now < until. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** An id that another means within a window. */
export interface Meaning {
  readonly id: string;
  readonly window: Window;
}

/** One way in which a context knows a customer of a scope: by an id of the scope itself, or of a child's. */
export interface Way {
  /** The scope whose id the context has. */
  readonly scope: string;
  /** Whether it is this way, apart from the others, where that is more than that its id is among `meanings`. */
  readonly guard: Logic;
  /** By the id that the context has, whom it means. */
  readonly meanings: ReadonlyMap<string, readonly Meaning[]>;
  /** Whether any other id means itself. */
  readonly isOwn: boolean;
}

export const always: Window = { from: -Infinity, until: Infinity };

/** A draft of nothing yet. */
export function startDraft(bundle: Bundle, maxMembers: number): Draft {
  return { bundle, maxMembers, ways: new Map(), groups: new Map(), answers: new Map(), unsayable: new Set() };
}

/** A rule made by itself, with what it cannot say. */
export function ruleOf(draft: Draft, make: () => Logic): Rule {
  const { unsayable: outer } = draft;
  draft.unsayable = new Set();
  const rule = { logic: make(), unsayable: draft.unsayable };
  draft.unsayable = outer;
  return rule;
}

/** A rule as part of another: what it cannot say, the other cannot either. */
export function noted(draft: Draft, { logic, unsayable }: Rule): Logic {
  for (const each of unsayable) draft.unsayable.add(each);
  return logic;
}

/** The window of an entry. */
export function windowOf({ from, until }: { readonly from?: string; readonly until?: string }): Window {
  return {
    from: from === undefined ? -Infinity : parseInstant(from),
    until: until === undefined ? Infinity : parseInstant(until),
  };
}

/** What two windows have in common; undefined where they have nothing. */
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

export function isBefore(draft: Draft, instant: number): Logic {
  return { "<": [now, seconds(draft, instant)] };
}

function hasCome(draft: Draft, instant: number): Logic {
  return { ">=": [now, seconds(draft, instant)] };
}

const now = contextAt("$flagd.timestamp");

/** flagd's clock has whole seconds: the first at which an instant has come. */
function seconds(draft: Draft, instant: number): number {
  if (instant % 1000 !== 0) draft.unsayable.add("an instant between two seconds");
  return Math.ceil(instant / 1000);
}
