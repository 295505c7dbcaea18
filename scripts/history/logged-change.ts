import type { Effect } from "../effect/effect.ts";
import type { Document } from "../model/document.ts";
import type { LineCommit } from "../model/repository.ts";
import type { Instant } from "../model/time.ts";

/** What commits did to an instance, or to what was asked for, newest first. */
export interface Log {
  readonly commits: readonly LoggedCommit[];
  /** How many older commits were not looked at, because enough were found. */
  readonly older: number;
  /** The commit with which the history that was fetched begins, if it was reached: what it did itself is not known. */
  readonly cut: LineCommit | undefined;
  /** Whether git lacks something that these commits changed, or what came before them: that is not told. */
  readonly isIncomplete: boolean;
}

/** What one commit of a branch's own line did. */
export interface LoggedCommit {
  readonly commit: LineCommit;
  /** When it was merged: no earlier than the commit before it, and no later than now, whatever a clock said. */
  readonly at: Instant;
  /** Of a merge, who wrote what it brought. */
  readonly merged: readonly string[];
  /** What it did to customers and services, asked for the instant at which it was merged. */
  readonly effect: Effect;
  readonly facts: readonly Fact[];
  /** The files that it left so that they cannot be read; they are taken as they last could be. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
}

/** Something that a document says otherwise than before, and that no effect tells. */
export interface Fact {
  readonly kind: Document["kind"];
  readonly name: string;
  /** Undefined for what is in the document itself. */
  readonly environment: string | undefined;
  /** The keys that lead to it, and of an item of a list what it is of: an id, say. */
  readonly path: readonly string[];
  /** Null where it was not there, and empty where there is no more to say than that it was. */
  readonly from: string | null;
  readonly to: string | null;
  /** Whose ids these are that it is about. */
  readonly customers: readonly { readonly scope: string; readonly id: string }[];
}
