import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Write } from "../model/text/source.ts";
import { attempt } from "./attempt.ts";
import { now } from "./clock.ts";
import { reasonOf } from "./error-reason.ts";
import { giveRights, makeFolder, type Rights } from "./file-mode.ts";
import { advance, type Disk, type FileSwap, isOneOf, remove, stateOf, tidy } from "./file-swap.ts";
import { isJournalOf, journalName, journalText } from "./journal.ts";
import { expectUnchanged, missingFolders, type PlannedStep, planStep } from "./plan-write.ts";
import { conclude, syncFolders, type Transaction, undo } from "./transaction.ts";

/**
 * Writes and removes files, whose paths are relative to `folder`: all of them, or if anything fails none, and the
 * reason is returned. A file that already has its content is left alone. Meanwhile a journal is in the folder `home`,
 * with which `recover` finishes after a kill.
 */
export function writeAll(home: string, folder: string, writes: readonly Write[], disk: Disk = fs): string | undefined {
  const token = randomBytes(6).toString("hex");
  let work = "";
  let begun: Transaction | undefined;
  let isOurs = (): boolean => true;
  try {
    const root = disk.realpathSync(home);
    const planned = new Map<string, PlannedStep>();
    for (const write of writes) {
      work = workOf(write);
      const step = planStep(disk, root, folder, write, token);
      planned.delete(step.file);
      planned.set(step.file, step);
    }
    const steps = [...planned.values()].filter(({ before, after }) => before !== after);
    if (steps.length === 0) return undefined;

    const folders = missingFolders(
      disk,
      steps.filter(({ content }) => content !== undefined).map(({ file }) => file),
    );
    work = `write \`${journalName}\``;
    const journal = begin(disk, join(root, journalName), journalText(root, token, steps, folders));
    if (journal === "another's") return `another command is writing here: \`${journalName}\` exists; try again`;
    begun = { root, steps: [], folders: [] };
    for (const step of planned.values()) {
      work = workOf(step.write);
      expectUnchanged(disk, step);
    }
    begun = { root, steps, folders };
    if (journal === "ours") isOurs = signsOfLife(disk, root, token);
    syncFolders(disk, [root]);
    for (const made of folders) {
      work = `make \`${relative(root, made)}\``;
      makeFolder(disk, root, made);
    }
    for (const { write, next, content, rights } of steps) {
      work = workOf(write);
      if (!isOurs()) return outcomeOf(disk, steps);
      if (content !== undefined) writeThrough(disk, next, content, rights);
    }
    syncFolders(disk, [...steps.map(({ file }) => file), ...folders].map(dirname));
    for (const step of steps) {
      work = workOf(step.write);
      if (!isOurs()) return outcomeOf(disk, steps);
      advance(disk, step);
    }
  } catch (error) {
    const failed = begun;
    if (failed !== undefined && !isOurs()) return outcomeOf(disk, failed.steps);
    if (failed !== undefined) attempt(() => undo(disk, failed));
    return `cannot ${work}: ${reasonOf(error)}`;
  }
  const done = begun;
  attempt(() => conclude(disk, done));
  return undefined;
}

/** How often, in milliseconds, a writing command touches its journal; others wait longer than that. */
const sign = 500;

/** Touches the journal of this command; false once another took it for dead and has finished or undone its writes. */
function signsOfLife(disk: Disk, root: string, token: string): () => boolean {
  const file = join(root, journalName);
  let last = now();
  return () => {
    const at = now();
    if (at - last >= sign) {
      last = at;
      attempt(() => disk.utimesSync(file, at / 1000, at / 1000));
    }
    return isJournalOf(disk, file, token);
  };
}

/** What another command did with the files of this one; undefined if it finished them. */
function outcomeOf(disk: Disk, steps: readonly FileSwap[]): string | undefined {
  const [isNew, isOld] = (["after", "before"] as const).map((when) =>
    steps.every((step) => stateOf(disk, step.file) === step[when]),
  );
  if (isNew || isOld) for (const step of steps) attempt(() => tidy(disk, step));
  if (isNew) return undefined;
  return `another command considered this one dead, and ${isOld ? "undid its writes; run it again" : "dealt with its files; see `git diff`"}`;
}

function workOf(write: Write): string {
  const isTakenAway = "text" in write && write.text === undefined;
  return `${isTakenAway ? "delete" : "write"} \`${write.path}\``;
}

/** Writes a journal if there is none yet, and returns whose there is now. A folder that takes no files goes without. */
function begin(disk: Disk, file: string, text: string): "ours" | "another's" | "none" {
  try {
    writeThrough(disk, file, [Buffer.from(text)]);
  } catch (error) {
    if (isOneOf(error, ["EEXIST"])) return "another's";
    if (!isOneOf(error, ["EACCES", "EPERM", "EROFS"])) throw error;
    return "none";
  }
  return "ours";
}

/** Writes a new file through to the disk; if that fails, there is no file. */
function writeThrough(disk: Disk, file: string, content: readonly Uint8Array[], rights?: Rights): void {
  // Permissions are set before the file has any content.
  const handle = disk.openSync(file, "wx", rights?.mode ?? 0o666);
  try {
    if (rights !== undefined) giveRights(disk, handle, rights);
    for (const part of content) disk.writeFileSync(handle, part);
    disk.fsyncSync(handle);
  } catch (error) {
    attempt(() => remove(disk, file));
    throw error;
  } finally {
    disk.closeSync(handle);
  }
}
