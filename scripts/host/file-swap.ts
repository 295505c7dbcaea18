import { createHash } from "node:crypto";
import type * as fs from "node:fs";

/** The part of the machine that files are on; a test hands in one that stops in the middle. */
export type Disk = typeof fs;

/** What is at a path: a digest of it, or null where there is nothing. */
export type State = string | null;

/** One file on its way. What it shall hold lies next to it before, what it held lies next to it until all are there. */
export interface FileSwap {
  /** The absolute path of the file itself, after every symbolic link. */
  readonly file: string;
  readonly next: string;
  readonly previous: string;
  readonly before: State;
  /** Null where the file is taken away. */
  readonly after: State;
}

const absent = ["ENOENT", "ENOTDIR"];

/** The step of a file, which a token of twelve hex digits tells from those of other commands. */
export function fileSwapOf(file: string, token: string, before: State, after: State): FileSwap {
  return { file, next: `${file}.${token}.next.tmp`, previous: `${file}.${token}.previous.tmp`, before, after };
}

/** The state of a file with this content. */
export function stateOfContent(content: Uint8Array): State {
  return createHash("sha256").update(content).digest("hex");
}

/** The state of a path; a symbolic link counts as itself, and what is no file has a state that no file has. */
export function stateOf(disk: Disk, path: string): State {
  try {
    const found = disk.lstatSync(path);
    if (found.isSymbolicLink()) return `link to ${disk.readlinkSync(path)}`;
    return found.isFile() ? stateOfContent(disk.readFileSync(path)) : "no file";
  } catch (error) {
    if (isOneOf(error, absent)) return null;
    throw error;
  }
}

/** Puts the next content in place, or takes the file away; what it held is kept next to it. */
export function advance(disk: Disk, { file, next, previous, before, after }: FileSwap): void {
  remove(disk, previous);
  if (after === null) {
    disk.renameSync(file, previous);
  } else {
    if (before !== null) keep(disk, file, previous);
    disk.renameSync(next, file);
  }
}

/** Puts back what a file held, where this step has changed it. */
export function retreat(disk: Disk, { file, previous, before, after }: FileSwap): void {
  if (stateOf(disk, file) !== after) return;
  if (before === null) remove(disk, file);
  else disk.renameSync(previous, file);
}

/** Takes away what lies next to a file. */
export function tidy(disk: Disk, { next, previous }: FileSwap): void {
  for (const file of [next, previous]) remove(disk, file);
}

/** Takes away a file, if there is one. */
export function remove(disk: Disk, file: string): void {
  try {
    disk.unlinkSync(file);
  } catch (error) {
    if (!isOneOf(error, absent)) throw error;
  }
}

/** A second name keeps the very file, its dates included; a copy does where the disk knows no second names. */
function keep(disk: Disk, file: string, previous: string): void {
  try {
    if (disk.lstatSync(file).isSymbolicLink()) disk.symlinkSync(disk.readlinkSync(file), previous);
    else disk.linkSync(file, previous);
  } catch {
    disk.copyFileSync(file, previous);
  }
}

/** Whether an error of the disk has one of these codes. */
export function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Does what can be left undone where it fails. */
export function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What cannot be put right here is no reason to leave the rest.
  }
}
