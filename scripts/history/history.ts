import type { Document } from "../model/document.ts";
import type { Instant } from "../model/time.ts";

/** The documents that a branch's own line had under one name, wherever their file stood. */
export interface History {
  /** Oldest first, without what could not be read. */
  readonly versions: readonly PastDocument[];
  /** Whether there may be older ones that were not fetched. */
  readonly isCut: boolean;
}

/** A document from the instant at which it was merged; undefined from the instant at which it was taken away. */
export interface PastDocument {
  readonly at: Instant;
  readonly document: Document | undefined;
}
