import { createHash } from "node:crypto";
import type * as fs from "node:fs";

/** The part of the machine that files are on; a test passes one that stops halfway. */
export type Disk = typeof fs;

/** What is at a path: a digest, or null if there is nothing. */
export type State = string | null;

/**
 * The replacement of one file. Its next content lies next to it before, and its previous content until all files have
 * been replaced.
 */
export interface FileSwap {
  /** The absolute path of the file itself, with all symbolic links resolved. */
  readonly file: string;
  readonly next: string;
  readonly previous: string;
  readonly before: State;
  /** Null if the file is removed. */
  readonly after: State;
}

const absent = ["ENOENT", "ENOTDIR"];

/** The swap of a file; a token of twelve hex digits distinguishes it from those of other commands. */
export function fileSwapOf(file: string, token: string, before: State, after: State): FileSwap {
  return { file, next: `${file}.${token}.next.tmp`, previous: `${file}.${token}.previous.tmp`, before, after };
}

/** The state of a file with this content, given in parts. */
export function stateOfContent(content: readonly Uint8Array[]): State {
  const hash = createHash("sha256");
  for (const part of content) hash.update(part);
  return hash.digest("hex");
}

/**
 * The state of a path; a symbolic link counts as itself, and anything that is not a file has a state that no file has.
 */
export function stateOf(disk: Disk, path: string): State {
  try {
    const found = disk.lstatSync(path);
    if (found.isSymbolicLink()) return `link to ${disk.readlinkSync(path)}`;
    return found.isFile() ? stateOfContent([disk.readFileSync(path)]) : "no file";
  } catch (error) {
    if (isOneOf(error, absent)) return null;
    throw error;
  }
}

/** Tells the file at a path from any other that replaces it, without reading it; undefined if there is nothing. */
export function identityOf(disk: Disk, path: string): string | undefined {
  const found = disk.lstatSync(path, { throwIfNoEntry: false });
  return found && [found.ino, found.size, found.mtimeMs, found.ctimeMs].join();
}

/** Puts the next content in place, or removes the file; the previous content is kept next to it. */
export function advance(disk: Disk, { file, next, previous, before, after }: FileSwap): void {
  remove(disk, previous);
  if (after === null) {
    disk.renameSync(file, previous);
  } else {
    if (before !== null) keep(disk, file, previous);
    disk.renameSync(next, file);
  }
}

/** Restores the previous content of a file, if this swap has changed it. */
export function retreat(disk: Disk, { file, previous, before, after }: FileSwap): void {
  if (stateOf(disk, file) !== after) return;
  if (before === null) remove(disk, file);
  else disk.renameSync(previous, file);
}

/** Removes the temporary files next to a file. */
export function tidy(disk: Disk, { next, previous }: FileSwap): void {
  for (const file of [next, previous]) remove(disk, file);
}

/** Removes a file, if it exists. */
export function remove(disk: Disk, file: string): void {
  try {
    disk.unlinkSync(file);
  } catch (error) {
    if (!isOneOf(error, absent)) throw error;
  }
}

/** A hard link keeps the very file, including its dates; a disk without hard links gets a copy. */
function keep(disk: Disk, file: string, previous: string): void {
  try {
    if (disk.lstatSync(file).isSymbolicLink()) disk.symlinkSync(disk.readlinkSync(file), previous);
    else disk.linkSync(file, previous);
  } catch {
    disk.copyFileSync(file, previous);
  }
}

/** Whether a disk error has one of these codes. */
export function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
