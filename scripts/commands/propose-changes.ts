import { type DiffInput, showDiffs } from "../edit/text/show-diffs.ts";
import type { FileChange } from "../edit/text/tree-draft.ts";
import type { Effect } from "../effect/effect.ts";
import { effectReporters } from "../report/effects/index.ts";
import type { Outcome } from "../report/outcome.ts";

/** Changes of the files below a root, as they are shown before they are written: the diff, and its effect. */
export function proposeChanges(
  root: string,
  changes: readonly FileChange[],
  effect: Effect,
  input: DiffInput,
): Pick<Outcome, "root" | "writes" | "proposals"> {
  const output = `${showDiffs(changes, input)}\n${effectReporters.text(effect, { colour: input.colour })}`;
  const writes = changes.map(({ path, before, after }) => ({ path, text: after, was: { text: before } }));
  return { root, writes: [], proposals: [{ output, writes }] };
}
