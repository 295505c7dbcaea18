import type { Model } from "../model/model.ts";
import type { Instant } from "../model/time.ts";
import { compareRevisions } from "./compare-revisions.ts";
import type { ScheduledEffect, Unsaid } from "./effect.ts";
import { openRevision } from "./open-revision.ts";
import type { Revision } from "./revision.ts";

/** What a revision does by itself. */
interface Forecast {
  /** Each instant at which anyone gets another answer or is in another group, in order. */
  readonly later: readonly ScheduledEffect[];
  /** What has too many parts to be compared. */
  readonly unsaid: readonly Unsaid[];
}

/** What changes by itself between two instants, in any environment, if no one does anything. */
export function forecastOf(revision: Revision, after: Instant, before: Instant): Forecast {
  // An empty revision does nothing by itself, so everything counts as new.
  const nothing = { ...openRevision(undefined), models: revision.models.map(emptied) };
  return compareRevisions(nothing, untilInstant(revision, before), after);
}

/** A revision without changes from an instant on, so that nothing after it is compared. */
function untilInstant(revision: Revision, before: Instant): Revision {
  if (before === Infinity) return revision;
  return {
    ...revision,
    turns: (asked, question) => revision.turns(asked, question).filter((at) => at < before),
    nextChange: (kind, name, question) => {
      const at = revision.nextChange(kind, name, question);
      return at < before ? at : Infinity;
    },
  };
}

/** A model of the same environment without any document. */
function emptied(model: Model): Model {
  const nothing = new Map<string, never>();
  return {
    ...model,
    documents: [],
    partial: new Set(),
    flags: nothing,
    releases: nothing,
    privileges: nothing,
    sets: nothing,
    attributes: nothing,
    identities: nothing,
    children: [],
    aliases: [],
    retired: [],
    waivers: nothing,
    unreadable: nothing,
  };
}
