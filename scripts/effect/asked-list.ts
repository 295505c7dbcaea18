import type { Instant } from "../model/time.ts";
import { nextChange, turnsOf } from "../runtime/decide/decide.ts";
import type { Data } from "../runtime/declare/live-data.ts";
import { markedIn, marksIn } from "./list-marks.ts";
import type { Named, RevisionQuestion } from "./revision.ts";
import { decisionIn, questionOf } from "./revision-question.ts";

/** Decisions that are asked together, so that whatever is the same for all customers is computed once. */
interface AskedList {
  /** All instants after the question's at which any of their answers may change; computed once per context. */
  turns(asked: RevisionQuestion): readonly Instant[];
  /** What lists and patterns say of a customer that may have a part in them, as a text to compare. */
  marks(asked: RevisionQuestion): string;
}

const lists = new WeakMap<readonly Named[], WeakMap<Data, AskedList>>();

/** What some decisions have in common for all questions; found once for the same list. */
export function askedListOf(data: Data, all: readonly Named[]): AskedList {
  const known = lists.get(all) ?? new WeakMap<Data, AskedList>();
  lists.set(all, known);
  const list = known.get(data) ?? prepare(data, all);
  known.set(data, list);
  return list;
}

function prepare(data: Data, all: readonly Named[]): AskedList {
  const decisions = all.flatMap(({ kind, name }) => decisionIn(data, kind, name) ?? []);
  const turns = turnsOf(decisions);
  const known = new Map<string, readonly Instant[]>();
  let marked: ReturnType<typeof markedIn> | undefined;

  function findTurns(asked: RevisionQuestion): readonly Instant[] {
    const next = (at: Instant): Instant => nextChange(questionOf(data, { ...asked, at }), turns);
    const found: Instant[] = [];
    for (let at = next(asked.at); at < Infinity; at = next(at)) found.push(at);
    return found;
  }

  return {
    turns: (asked) => {
      const key = `${asked.at} ${Object.entries(asked.context).join(" ")}`;
      const found = known.get(key) ?? findTurns(asked);
      known.set(key, found);
      return found;
    },
    marks: (asked) => {
      marked ??= markedIn(decisions);
      // Between two instants at which something happens for everyone, only rows differ.
      const epoch = turns.instants.filter((instant) => instant <= asked.at).length;
      return `${epoch} ${marksIn(questionOf(data, asked), marked)}`;
    },
  };
}
