import * as fs from "node:fs";
import { join } from "node:path";
import type { Instant } from "../model/time.ts";
import { reasonOf } from "./error-reason.ts";
import { type Disk, remove } from "./file-swap.ts";
import { finishOrUndo } from "./finish-or-undo.ts";
import { type Journal, journalName, parseJournal } from "./journal.ts";
import { isRunning } from "./writing-process.ts";

/** What recovery needs of the machine besides files. */
interface Machine {
  now(): Instant;
  /** Whether git tracks a path; undefined without git. */
  isTracked(path: string): boolean | undefined;
  /** Does nothing for some milliseconds. */
  wait(time: number): void;
}

const notOurs = `\`${journalName}\` is not a flagstone journal: delete it`;

/** A command that is still writing is waited for, for so many milliseconds. */
const patience = 6000;
const pause = 20;
/** From this age on, the writer of a journal is gone, although there is a process with its number. */
const longestWrite = 60_000;
/**
 * A writer that cannot be looked up is dead once its journal is this old; while it works, it touches the journal more
 * often.
 */
const longestSilence = 5000;
/** Such a journal is watched for this long in any case, since the clocks of two machines may differ. */
const longestWatch = 1000;

/**
 * Finishes what an interrupted command began to write, according to the journal in the folder `home`: afterwards
 * everything that it meant to write is there, or nothing. Returns what was done, or why it could not be; undefined if
 * there was no journal.
 */
export function recover(home: string, machine: Machine, disk: Disk = fs): string | undefined {
  const file = join(home, journalName);
  try {
    const found = disk.lstatSync(file, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile()) return notOurs;
    if (machine.isTracked(file))
      return `ignored \`${journalName}\`, since git tracks it: run \`git rm --cached\` on it`;
    let [last, moved] = [0, 0];
    for (let waited = 0; ; waited += pause) {
      const { mtimeMs } = disk.statSync(file);
      if (mtimeMs !== last) [last, moved] = [mtimeMs, waited];
      const journal = parseJournal(disk.readFileSync(file, "utf8"));
      if (journal === "foreign") return notOurs;
      if (!isBusy(journal, Math.abs(machine.now() - mtimeMs), waited - moved)) {
        if (journal !== undefined) return finishOrUndo(disk, disk.realpathSync(home), journal);
        remove(disk, file);
        return undefined;
      }
      if (waited >= patience) return "another command is still writing here; its files may be incomplete";
      machine.wait(pause);
    }
  } catch (error) {
    // The writer that was waited for has finished.
    if (!disk.existsSync(file)) return undefined;
    return `the writes of an interrupted command cannot be finished: ${reasonOf(error)}`;
  }
}

/** Whether the writer of a journal may still be at work, given its age and how long it has not been touched, in milliseconds. */
function isBusy(journal: Journal | undefined, age: number, still: number): boolean {
  const running = journal && isRunning(journal.writer);
  if (running === undefined) return age < longestSilence || still < longestWatch;
  return running === "maybe" ? age < longestWrite : running;
}
