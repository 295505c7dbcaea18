import type { Effect } from "../../effect/effect.ts";
import type { Revision } from "../../effect/revision.ts";
import type { History } from "../../history/history.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Document, nameSpan } from "../../model/document.ts";
import type { Model, PolicyConfig, Release } from "../../model/model.ts";
import type { Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";

/** The difference of two trees, as the policies judge it. */
export interface Change {
  readonly base: Revision;
  readonly head: Revision;
  /** The model of the base's first environment; undefined for an empty base. */
  readonly before: Model | undefined;
  readonly after: Model;
  /** The same for each environment; empty without a base. */
  readonly pairs: readonly EnvironmentPair[];
  readonly effect: Effect;
  /** The limits of the base: a change cannot excuse itself. */
  readonly policy: PolicyConfig;
  /** The day that the change is judged for. */
  readonly asOf: Instant;
  /** The instant at which it is judged. */
  readonly now: Instant;
  /** What the base branch had under a name. */
  history(name: string): History;
}

/** Both sides of a change in one environment. */
export interface EnvironmentPair {
  /** The environment by which history has what it was on the base. */
  readonly environment: string;
  /** The end of messages that are not about the first environment; otherwise empty. */
  readonly where: string;
  readonly before: Model;
  readonly after: Model;
}

/**
 * The environments of the head with what each had on the base: a new one had what the documents say by default. If
 * another environment becomes the first, lookups that name none move from the old one to the new one.
 */
export function pairEnvironments(base: readonly Model[], head: readonly Model[]): readonly EnvironmentPair[] {
  const [first, now] = [base[0], head[0]];
  if (first === undefined || now === undefined) return [];
  const pairs = head.map((after): EnvironmentPair => {
    const { environment } = after;
    const where = environment === first.environment ? "" : ` (in ${environment})`;
    return { environment, where, before: base.find((each) => each.environment === environment) ?? first, after };
  });
  if (now.environment === first.environment) return pairs;
  return [{ environment: first.environment, where: "", before: first, after: now }, ...pairs];
}

/** The releases that both sides have, in each environment. */
export function* releasePairs({
  pairs,
}: Change): Generator<EnvironmentPair & { readonly base: Release; readonly head: Release }> {
  for (const pair of pairs)
    for (const head of pair.after.releases.values()) {
      const base = pair.before.releases.get(head.name);
      if (base !== undefined) yield { ...pair, base, head };
    }
}

/** Judges a change: yields what is wrong with it; `found` is what earlier policies found. */
export type Policy = (change: Change, found: readonly Breach[]) => Iterable<Breach>;

/** A finding about a change. */
export interface Breach extends Diagnostic {
  /** What a waiver has to name, if one can allow it. */
  readonly waivable?: { readonly name: string; readonly version?: string };
}

/** A finding that a waiver allows if it gives this name and, for a release, this version. */
export function waivable(finding: Diagnostic, name: string, version?: string): Breach {
  return { ...finding, waivable: { name, ...(version === undefined ? {} : { version }) } };
}

/**
 * Whether the head has a document of this name that could not be read completely, so that it is not known what is
 * missing from it.
 */
export function isPartial({ after }: Change, name: string): boolean {
  return after.unreadable.has(name) || [...after.partial].some((document) => document.name === name);
}

/**
 * Where the head has what the base had in a document: under its name, or in its file; otherwise its place in the base.
 */
export function spanInHead({ after }: Change, document: Document): Span {
  const { kind, name, source } = document;
  const own =
    after.documents.find((each) => each.kind === kind && each.name === name) ??
    after.documents.find((each) => each.source.path === source.path);
  return nameSpan(own ?? document);
}
