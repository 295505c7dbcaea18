import type { Retired, Value } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import type { LookupOptions } from "../../runtime/index.ts";
import type { Json } from "../../runtime/load/value-shape.ts";

/** A place in the files that contributes to an answer. */
export interface Place {
  readonly message: string;
  readonly span: Span;
  /** Whether it is the default group of a set, which has every unlisted customer. */
  readonly isDefaultGroup?: true;
}

/** An answer for one customer, and where in the files it comes from, the deciding place first. */
export interface Answer {
  readonly kind: Retired["kind"];
  readonly name: string;
  /** For a group set, the groups that the customer is in. */
  readonly value: Value | readonly string[] | undefined;
  /** The value of a variant, if it has one besides its name. */
  readonly content?: Json | undefined;
  /** What decided it, as `explain` of the module reports it. */
  readonly rule: string;
  /** The attributes and told sets that the answer asked for and that were untold. */
  readonly untold?: readonly string[] | undefined;
  /** When the answer changes by itself. */
  readonly until: Date | undefined;
  readonly places: readonly Place[];
}

/** A question: the ids of a customer by scope, an instant, and whatever else a caller passes. */
export interface Question extends Omit<LookupOptions, "at"> {
  readonly context: Readonly<Record<string, string>>;
  readonly at: Instant;
}
