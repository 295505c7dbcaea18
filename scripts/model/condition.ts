import type { Tested } from "./attribute.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import type { Span } from "./text/source.ts";
import type { Window } from "./time.ts";

/** What a value is compared with: texts as they are compared, versions and dates as they are written. */
export type Constant = string | number | boolean;

/**
 * One test of a value, as conditions write it: that it is a constant, lies in a range, matches, has an element, is told
 * without that one of some tests holds, or is not told. All but the last are false of what is not told. That all of some
 * hold (`all`) is not written in files, but effects report it.
 */
export type Test =
  | Constant
  | RangeTest
  | { readonly match: string }
  | { readonly has: string }
  | { readonly not: readonly Test[] }
  | { readonly all: readonly Test[] }
  | { readonly untold: true };

/**
 * Bounds of numbers, versions, or, with `from` and `until` as in a window, of dates; at least one, and at most one on
 * each side.
 */
export interface RangeTest {
  /** At least. */
  readonly from?: string | number;
  readonly above?: string | number;
  readonly below?: string | number;
  /** At most. */
  readonly up_to?: string | number;
  /** For dates: the last day, or the first instant that is too late. */
  readonly until?: string;
}

/** What must hold for attributes and groups, within a window. */
export interface Condition extends Window {
  /** By the name of an attribute or a group set, tests of which one must hold; empty if none is valid. */
  readonly tests: ReadonlyMap<string, readonly Test[]>;
  /** By the same names, what is known about what is tested; nothing for what does not exist. */
  readonly tested: ReadonlyMap<string, Tested>;
  readonly document: Document;
  /** The mapping of its tests, and where it is. */
  readonly data: object;
  readonly span: Span;
  /** Where its last day stands. */
  readonly untilSpan: Span | undefined;
  /** What is written there and is not a valid test. */
  readonly misfits: readonly Diagnostic[];
}
