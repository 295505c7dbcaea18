import type { Document } from "../model/document.ts";
import type { Instant } from "../model/time.ts";

/** The documents that the first-parent line of a branch had under one name, wherever their file was. */
export interface History {
  /** Oldest first, without what could not be read. */
  readonly versions: readonly PastDocument[];
  /** Whether there may be others that are not available here. */
  readonly isCut: boolean;
  /** Whether one of these is not available here, so that its content is not known. */
  readonly hasGaps: boolean;
  /** The command that gets them. */
  readonly remedy: string;
}

/**
 * A document from the instant at which it was merged; undefined from the instant at which it was removed, or if it is
 * not available here.
 */
export interface PastDocument {
  readonly at: Instant;
  readonly document: Document | undefined;
}
