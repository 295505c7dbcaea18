import { join, relative, sep } from "node:path";
import { count } from "../model/text/words.ts";
import { attempt } from "./attempt.ts";
import { reasonOf } from "./error-reason.ts";
import { advance, type Disk, type FileSwap, remove, stateOf, tidy } from "./file-swap.ts";
import { type Journal, mayMove, stepsOf } from "./journal.ts";
import { conclude, undo } from "./transaction.ts";

/**
 * Completes what the journal of a folder, whose path has no link, describes: forward if everything that is missing is
 * ready, otherwise back; neither if somebody has changed a file meanwhile. Returns what was done.
 */
export function finishOrUndo(disk: Disk, root: string, journal: Journal): string {
  const all = stepsOf(journal, root);
  const steps = all.filter(({ file }) => mayMove(disk, root, file));
  const folders = journal.folders.map((path) => join(root, path)).filter((folder) => mayMove(disk, root, folder));
  const transaction = { root, steps, folders };
  for (const step of all) if (!steps.includes(step)) attempt(() => tidy(disk, step));

  const states = new Map(steps.map((step) => [step, stateOf(disk, step.file)]));
  const isNew = (step: FileSwap): boolean => states.get(step) === step.after;
  const isOld = (step: FileSwap): boolean => states.get(step) === step.before;
  const canAdvance = (step: FileSwap): boolean => step.after === null || stateOf(disk, step.next) === step.after;
  const canRetreat = (step: FileSwap): boolean => step.before === null || stateOf(disk, step.previous) === step.before;

  const changed = steps.filter((step) => !isNew(step) && !isOld(step));
  if (changed.length === 0 && steps.every((step) => isNew(step) || canAdvance(step))) {
    try {
      for (const step of steps) if (!isNew(step)) advance(disk, step);
    } catch (error) {
      undo(disk, transaction);
      return `undid the writes of an interrupted command; they cannot be finished: ${reasonOf(error)}`;
    }
    conclude(disk, transaction);
    return `finished the writes of an interrupted command: ${count(steps.length, "file")}`;
  }
  if (changed.length === 0 && steps.every((step) => isOld(step) || canRetreat(step))) {
    undo(disk, transaction);
    return "undid the writes of an interrupted command; run it again";
  }
  // The previous content of a file that cannot be restored stays next to it: git need not have it.
  const kept = steps.filter(
    (step) => !isOld(step) && step.before !== null && stateOf(disk, step.previous) === step.before,
  );
  for (const { next } of kept) attempt(() => remove(disk, next));
  conclude(disk, { ...transaction, steps: steps.filter((step) => !kept.includes(step)) }, folders);
  return [
    "the writes of an interrupted command can be neither finished nor undone; see `git diff`",
    ...listing(root, "changed since", changed),
    ...listing(root, "new", steps.filter(isNew)),
    ...listing(root, "old", steps.filter(isOld)),
    ...listing(
      root,
      "what was there before",
      kept.map((step) => ({ ...step, file: step.previous })),
    ),
  ].join("\n");
}

function listing(root: string, state: string, steps: readonly FileSwap[]): readonly string[] {
  const names = steps.map(({ file }) => `\`${relative(root, file).split(sep).join("/")}\``);
  return names.length === 0 ? [] : [`${state}: ${names.join(", ")}`];
}
