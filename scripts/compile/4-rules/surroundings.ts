import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Document } from "../../model/document.ts";
import type { Model } from "../../model/model.ts";

/** A model without its flags and its day: all that a rule about one thing may know besides the thing. */
export interface Surroundings
  extends Pick<
    Model,
    | "config"
    | "environment"
    | "releases"
    | "privileges"
    | "sets"
    | "attributes"
    | "identities"
    | "children"
    | "aliases"
    | "retired"
    | "waivers"
    | "unreadable"
  > {
  /** Whether no part of a document was left out. Its text alone decides that. */
  readonly isWhole: (document: Document) => boolean;
}

/** Checks one thing by itself: it may look at groups, attributes and releases, but not at other flags or at the day. */
export type RuleOf<Thing> = (thing: Thing, surroundings: Surroundings) => Iterable<Diagnostic>;
