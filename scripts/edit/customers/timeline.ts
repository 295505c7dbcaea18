import { openRevision } from "../../effect/open-revision.ts";
import type { Revision, RevisionQuestion } from "../../effect/revision.ts";
import type { Flag, Model, Value } from "../../model/model.ts";
import { formatDate, formatEnd, type Instant, type Window } from "../../model/time.ts";
import type { EntryReasons } from "../lists/entry-reasons.ts";
import type { NewEntry } from "../text/edit-entries.ts";

/** From an instant up to another, one answer. */
export interface Stretch extends Window {
  readonly value: Value | null;
}

/** What a flag answers from the instant of a question on, in the order of time; the last stretch never ends. */
export function timelineOf(revision: Revision, name: string, question: RevisionQuestion): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = question.at; at < Infinity; ) {
    const asked = { ...question, at };
    const value = revision.answer("flag", name, asked);
    const until = revision.nextChange("flag", name, asked);
    const last = stretches.at(-1);
    if (last?.value === value) stretches[stretches.length - 1] = { ...last, until };
    else stretches.push({ from: at, until, value });
    at = until;
  }
  return stretches;
}

/** A revision in which no flag will end: what customers would have if the flag continued. */
export function lastingRevision(models: readonly [Model, ...Model[]], at: Instant): Revision {
  const lasting = (model: Model): Model => ({
    ...model,
    flags: new Map([...model.flags].map(([name, flag]) => [name, endless(flag, at)])),
  });
  const [first, ...others] = models;
  return openRevision([lasting(first), ...others.map(lasting)]);
}

function endless(flag: Flag, at: Instant): Flag {
  return flag.expires === undefined || flag.expires.at <= at ? flag : { ...flag, expires: undefined };
}

/** An entry for a stretch; its beginning is left out if it is at or before an instant. */
export function entryFor(id: string, { from, until }: Window, begun: Instant, details: EntryReasons = {}): NewEntry {
  if (from <= begun && until === Infinity && Object.keys(details).length === 0) return id;
  return {
    id,
    ...(from <= begun ? {} : { from: formatDate(from) }),
    ...(until === Infinity ? {} : { until: formatEnd(until) }),
    ...details,
  };
}
