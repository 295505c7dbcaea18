import { dirname, join } from "node:path";
import { attempt } from "./attempt.ts";
import { type Disk, type FileSwap, remove, retreat, tidy } from "./file-swap.ts";
import { journalName } from "./journal.ts";

/** Files that are written all or none, with a journal in `root` until they are. */
export interface Transaction {
  readonly root: string;
  readonly steps: readonly FileSwap[];
  /** The folders that are made for them, outer ones first. */
  readonly folders: readonly string[];
}

/** Removes the temporary files, the unwanted folders if they are empty, and finally the journal. */
export function conclude(disk: Disk, { root, steps, folders }: Transaction, unwanted: readonly string[] = []): void {
  syncFolders(disk, [...steps.map(({ file }) => file), ...folders].map(dirname));
  for (const step of steps) tidy(disk, step);
  for (const folder of unwanted.toReversed()) attempt(() => disk.rmdirSync(folder));
  remove(disk, join(root, journalName));
}

/**
 * Restores every file; if one cannot be restored, keeps the journal and its previous content, and finally throws the
 * reason.
 */
export function undo(disk: Disk, transaction: Transaction): void {
  const reasons: unknown[] = [];
  for (const step of transaction.steps) {
    try {
      retreat(disk, step);
    } catch (error) {
      reasons.push(error);
    }
  }
  if (reasons.length > 0) throw reasons[0];
  conclude(disk, transaction, transaction.folders);
}

/** Makes the names in some folders durable, if the disk supports it. */
export function syncFolders(disk: Disk, folders: readonly string[]): void {
  for (const folder of new Set(folders))
    attempt(() => {
      const handle = disk.openSync(folder, "r");
      try {
        disk.fsyncSync(handle);
      } finally {
        disk.closeSync(handle);
      }
    });
}
