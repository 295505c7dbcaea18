import type { Decision } from "../model/model.ts";
import type { Instant } from "../model/time.ts";
import type { Affected } from "./affected.ts";
import type { DecisionEffect, Transition } from "./effect.ts";
import type { Comparison, Context } from "./revision-query.ts";
import { scheduleComparer } from "./scheduled.ts";
import type { Way } from "./split-by-bucket.ts";
import type { OnTooMany } from "./together.ts";

/**
 * For each later instant, what the first side would have done by itself to listed customers and the second no longer
 * does: both gave them the same answer until then, and the second continues to. The end of a flag or of a frozen list does
 * not count, since whoever moves it says so.
 */
export function cancelledComparer(
  whole: Comparison,
  affected: Affected,
  onTooMany: OnTooMany,
): (comparison: Comparison) => readonly (readonly [Instant, DecisionEffect])[] {
  const which = affected.before;
  if (which === undefined || affected.after === undefined) return () => [];
  const reversed = { ...affected, before: affected.after, after: affected.before };
  const compare = scheduleComparer(reverse(whole), reversed, onTooMany, staysBehind);
  return (comparison) => [...cancelledAmong(comparison, which, compare(reverse(comparison)))];
}

/** Whether the other side has the answer that a change begins with, and keeps it, for all whom the change concerns. */
function staysBehind({ from }: Way, theirs: readonly Way[]): boolean {
  return theirs.every((each) => each.from === from && each.to === from);
}

function reverse(comparison: Comparison): Comparison {
  return { ...comparison, before: comparison.after, after: comparison.before };
}

function* cancelledAmong(
  comparison: Comparison,
  which: Decision,
  turns: readonly (readonly [Instant, DecisionEffect])[],
): Generator<readonly [Instant, DecisionEffect]> {
  for (const [at, effect] of turns) {
    const isUndone = goesOn(comparison, which, at);
    const transitions = effect.transitions.flatMap((transition): Transition[] => {
      const { scope, from, to, why } = transition;
      if (scope === null || from === to || why === "expired") return [];
      const ids = transition.ids.filter((id) => isUndone({ [scope]: id }));
      return ids.length === 0 ? [] : [{ ...transition, ids, patterns: [], unlisted: false }];
    });
    const together = which.expires?.at === at ? [] : effect.together;
    if (transitions.length + together.length > 0) yield [at, { ...effect, transitions, newcomers: [], together }];
  }
}

/** Whether both sides give the same answer just before an instant, and the second keeps it from then on. */
function goesOn({ before, after }: Comparison, which: Decision, at: Instant) {
  const [earlier, last, next] = [before.on(at - 1), after.on(at - 1), after.on(at)];
  return (context: Context): boolean => {
    const { value } = last.explain(which, context);
    return earlier.explain(which, context).value === value && next.explain(which, context).value === value;
  };
}
