import type { Revision, RevisionQuestion } from "../../effect/revision.ts";
import { addTo } from "../../model/group-by.ts";
import type { Flag, Value } from "../../model/model.ts";
import { entryFor, timelineOf } from "../customers/timeline.ts";
import type { NewEntry } from "../text/edit-entries.ts";

/** Whose answers must stay, and how they are evaluated. */
interface Stay {
  readonly scope: string;
  /** The ids as they are compared, each with the way to write it. */
  readonly ids: ReadonlyMap<string, string>;
  readonly environment: string;
  readonly at: number;
  /** When all of them are taken to be created, if the caller tells it. */
  readonly created?: number | undefined;
  /** The instant from which an id that is now a former one is a customer of its own. */
  readonly aloneFrom: (id: string) => number;
}

/**
 * By answer, the entries that give customers what they have on one side also on another side with other settings for
 * everyone: one for each time in which the answers differ.
 */
export function keptCustomers(
  before: Revision,
  after: Revision,
  flag: Flag,
  stay: Stay,
): ReadonlyMap<Value, readonly NewEntry[]> {
  const { scope, ids, environment, at, created, aloneFrom } = stay;
  // What would begin after the flag has ended decides nothing.
  const end = flag.keep ? Infinity : (flag.expires?.at ?? Infinity);
  const own = new Set(flag.listed.filter((each) => each.scope === scope).flatMap(({ entries }) => entries.ids));
  const kept = new Map<Value, NewEntry[]>();
  for (const [id, written] of ids) {
    const alone = aloneFrom(id);
    if (alone === Infinity) continue;
    const asked: RevisionQuestion = { environment, at: Math.max(at, alone), context: { [scope]: id } };
    const told = created === undefined ? asked : { ...asked, created: { [scope]: created } };
    const was = timelineOf(before, flag.name, asked);
    const is = timelineOf(after, flag.name, told);
    // A customer who is in the flag for another time gets an entry that says when it begins.
    const begun = own.has(id) || alone > at ? -Infinity : at;
    let index = 0;
    for (const stretch of was)
      for (; index < is.length; index++) {
        const other = is[index] as (typeof is)[number];
        const [from, until] = [Math.max(stretch.from, other.from), Math.min(stretch.until, other.until)];
        if (stretch.value !== other.value && stretch.value !== null && from < Math.min(until, end))
          addTo(kept, stretch.value, entryFor(written, { from, until }, begun));
        if (other.until > stretch.until) break;
      }
  }
  return kept;
}
