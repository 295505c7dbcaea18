import type { Document } from "../model/document.ts";
import type { Instant } from "../model/time.ts";

/** The documents that a branch's own line had under one name, wherever their file stood. */
export interface History {
  /** Oldest first, without what could not be read. */
  readonly versions: readonly PastDocument[];
  /** Whether there may be others that are not here. */
  readonly isCut: boolean;
  /** Whether one of these is not here, so that nobody knows what it said. */
  readonly hasGaps: boolean;
  /** The command that gets them. */
  readonly remedy: string;
}

/** A document from the instant at which it was merged; undefined from the instant at which it was taken away, or nobody here knows it. */
export interface PastDocument {
  readonly at: Instant;
  readonly document: Document | undefined;
}
