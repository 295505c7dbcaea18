import * as fs from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, pid } from "node:process";
import type { Instant } from "../model/time.ts";
import { reasonOf } from "./error-reason.ts";
import { type Disk, isOneOf, remove } from "./file-swap.ts";
import { finishOrUndo } from "./finish-or-undo.ts";
import { type Journal, journalName, parseJournal } from "./journal.ts";

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
const patience = 3000;
const pause = 20;
/** From this age on, the writer of a journal is gone, although there is a process with its number. */
const longestWrite = 60_000;
/** The same for a writer that cannot be looked up, since it is on another machine or not known yet. */
const longestUnknown = 1000;

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
    for (let waited = 0; ; waited += pause) {
      const { mtimeMs } = disk.statSync(file);
      const journal = parseJournal(disk.readFileSync(file, "utf8"));
      if (journal === "foreign") return notOurs;
      if (!isBusy(journal, machine.now() - mtimeMs)) {
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

/** Whether the writer of a journal of this age, in milliseconds, may still be at work. */
function isBusy(journal: Journal | undefined, age: number): boolean {
  if (journal === undefined || journal.writer.host !== hostname()) return Math.abs(age) < longestUnknown;
  return journal.writer.pid !== pid && Math.abs(age) < longestWrite && isRunning(journal.writer.pid);
}

function isRunning(id: number): boolean {
  try {
    return kill(id, 0);
  } catch (error) {
    return isOneOf(error, ["EPERM"]);
  }
}
