import type { Effect } from "../effect/effect.ts";
import type { Document } from "../model/document.ts";
import type { LineCommit } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";

/** What commits did to an instance, or to the subject of a log, newest first. */
export interface Log {
  readonly commits: readonly LoggedCommit[];
  /** How many older commits were not looked at because enough were found. */
  readonly older: number;
  /** The commit with which the fetched history begins, if it was reached: what it did itself is not known. */
  readonly cut: LineCommit | undefined;
  /** Whether git lacks something that these commits changed, or what came before them, which is not reported. */
  readonly isIncomplete: boolean;
}

/** What one commit on the first-parent line of a branch did. */
export interface LoggedCommit {
  readonly commit: LineCommit;
  /** When it was merged: no earlier than the commit before it, and no later than now, whatever a clock said. */
  readonly at: Instant;
  /** For a merge, the authors of what it brought. */
  readonly merged: readonly string[];
  /** What it did to customers and services, as of the instant at which it was merged. */
  readonly effect: Effect;
  readonly facts: readonly Fact[];
  /** The files that it left unreadable; they are taken as they could last be read. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
}

/** Something that a document says differently from before, and that no effect reports. */
export interface Fact {
  readonly kind: Document["kind"];
  readonly name: string;
  /** Undefined for what is in the document itself. */
  readonly environment: string | undefined;
  /** The keys that lead to it and, for an item of a list, what identifies the item, such as an id. */
  readonly path: readonly string[];
  /** Null if it did not exist, and empty if there is nothing more to say. */
  readonly from: string | null;
  readonly to: string | null;
  /** The customers that it is about. */
  readonly customers: readonly { readonly scope: string; readonly id: string }[];
}
