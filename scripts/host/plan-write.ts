import { basename, dirname, join, resolve } from "node:path";
import type { Write } from "../model/text/source.ts";
import { modeOfNeighbours, type Rights } from "./file-mode.ts";
import { type Disk, type FileSwap, fileSwapOf, identityOf, type State, stateOf, stateOfContent } from "./file-swap.ts";

/** The swap for one write, with what it needs. */
export interface PlannedStep extends FileSwap {
  readonly write: Write;
  /** The next content of the file, in parts; undefined if it is removed. */
  readonly content: readonly Uint8Array[] | undefined;
  /** Undefined if they are those of any new file. */
  readonly rights: Rights | undefined;
  /** Which file was there when this was planned. */
  readonly identity: string | undefined;
}

/**
 * Plans a write to a path relative to a folder, whose journal is in `root`. A file behind a symbolic link is written
 * where it is, so that the link stays a link; what is removed is the link itself.
 */
export function planStep(disk: Disk, root: string, folder: string, write: Write, token: string): PlannedStep {
  const named = resolve(folder, write.path);
  const content = contentOf(write);
  const look = content === undefined ? disk.lstatSync : disk.statSync;
  const found = look(named, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile() && !found.isSymbolicLink())
    throw Object.assign(new Error("no file"), { code: found.isDirectory() ? "EISDIR" : "ENOTFILE" });
  const isReached = found !== undefined && content !== undefined;
  const file = isReached ? disk.realpathSync(named) : join(realFolder(disk, dirname(named)), basename(named));
  const after = content === undefined ? null : stateOfContent(content);
  const identity = identityOf(disk, file);
  const before = stateOf(disk, file);
  if ("was" in write && write.was !== undefined && before !== stateOfText(write.was.text)) throw changedMeanwhile();
  const rights = found ?? (content === undefined ? undefined : { mode: modeOfNeighbours(disk, root, file) });
  return { ...fileSwapOf(file, token, before, after), write, content, rights, identity };
}

/** Fails if another command has replaced a file since a step for it was planned. */
export function expectUnchanged(disk: Disk, { file, identity }: PlannedStep): void {
  if (identityOf(disk, file) !== identity) throw changedMeanwhile();
}

function changedMeanwhile(): Error {
  return Object.assign(new Error("changed in the meantime"), { code: "ECHANGED" });
}

/** The next content of a file; undefined if it is removed. */
function contentOf(write: Write): readonly Uint8Array[] | undefined {
  if ("bytes" in write) return write.bytes;
  return write.text === undefined ? undefined : [Buffer.from(write.text)];
}

function stateOfText(text: string | undefined): State {
  return text === undefined ? null : stateOfContent([Buffer.from(text)]);
}

/** A folder's path without links; what does not exist yet has none. */
function realFolder(disk: Disk, folder: string): string {
  return disk.existsSync(folder)
    ? disk.realpathSync(folder)
    : join(realFolder(disk, dirname(folder)), basename(folder));
}

/** The folders that must be made for some files, outer ones first. */
export function missingFolders(disk: Disk, files: readonly string[]): readonly string[] {
  const missing = new Set<string>();
  const visit = (folder: string): void => {
    if (missing.has(folder) || disk.existsSync(folder)) return;
    visit(dirname(folder));
    missing.add(folder);
  };
  for (const file of files) visit(dirname(file));
  return [...missing];
}
