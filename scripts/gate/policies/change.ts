import type { Effect } from "../../effect/effect.ts";
import type { Side } from "../../effect/revision.ts";
import type { History } from "../../history/history.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Document, nameSpan } from "../../model/document.ts";
import type { Model, PolicyConfig } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";

/** A difference of two trees, as the policies judge it. */
export interface Change {
  readonly base: Side;
  readonly head: Side;
  /** The models of the base's first environment; of an empty base there is none. */
  readonly before: Model | undefined;
  readonly after: Model;
  readonly effect: Effect;
  /** The figures of the base: a change cannot excuse itself. */
  readonly policy: PolicyConfig;
  /** The day for which the change is judged. */
  readonly asOf: Instant;
  /** The instant at which it is judged. */
  readonly now: Instant;
  /** What the base branch had under a name. */
  history(name: string): History;
}

/** Judges a change: yields what is wrong with it. */
export type Policy = (change: Change) => Iterable<Breach>;

/** A finding about a change. */
export interface Breach extends Diagnostic {
  /** What a waiver has to name, where one can allow it. */
  readonly waivable?: { readonly name: string; readonly version?: string };
}

/** A finding that a waiver can allow if it gives this name, and of a release this version. */
export function waivable(finding: Diagnostic, name: string, version?: string): Breach {
  return { ...finding, waivable: { name, ...(version === undefined ? {} : { version }) } };
}

/** Whether the head has a document of this name that could not be read whole, so that nobody knows what is missing in it. */
export function isDamaged({ after }: Change, name: string): boolean {
  return after.unreadable.has(name) || [...after.damaged].some((document) => document.name === name);
}

/** Where the head has what the base had in a document: under its name, or in its file; else the base's own place. */
export function placeOf({ after }: Change, document: Document): Span {
  const { kind, name, source } = document;
  const own =
    after.documents.find((each) => each.kind === kind && each.name === name) ??
    after.documents.find((each) => each.source.path === source.path);
  return nameSpan(own ?? document);
}
