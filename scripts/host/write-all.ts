import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import type { Output } from "../source.ts";
import { reasonOf } from "./reason.ts";

/** One file on its way: its new text lies beside it, and its old text too, until all are in place. */
interface Step {
  readonly file: string;
  readonly next: string;
  readonly previous: string;
  readonly existed: boolean;
}

/**
 * Writes all of the files, or none: where anything fails, every file is as it was, and the reason is returned.
 * A file that has its text already is left alone.
 */
export function writeAll(directory: string, files: readonly Output[]): string | undefined {
  const steps: Step[] = [];
  const folders: string[] = [];
  let current = "";
  let moved = 0;
  try {
    for (const file of files) {
      current = file.path;
      const step = planStep(resolve(directory, file.path));
      const content = "text" in file ? Buffer.from(file.text) : file.bytes;
      if (step.existed && fs.statSync(step.file).isFile() && fs.readFileSync(step.file).equals(content)) continue;
      makeFolder(dirname(step.file), folders);
      steps.push(step);
      writeThrough(step.next, content, step.existed ? fs.statSync(step.file).mode : 0o666);
    }
    for (const step of steps) {
      current = step.file;
      if (step.existed) keep(step.file, step.previous);
      fs.renameSync(step.next, step.file);
      moved++;
    }
  } catch (error) {
    for (const step of steps.slice(0, moved))
      attempt(() => (step.existed ? fs.renameSync(step.previous, step.file) : fs.rmSync(step.file)));
    for (const step of steps.slice(moved))
      for (const file of [step.next, step.previous]) attempt(() => fs.rmSync(file, { force: true }));
    for (const folder of folders.reverse()) attempt(() => fs.rmdirSync(folder));
    return `cannot write \`${current}\`: ${reasonOf(error)}`;
  }
  for (const step of steps) attempt(() => fs.rmSync(step.previous, { force: true }));
  return undefined;
}

/** A file that is reached by a symbolic link is written where it lies, so that the link stays one. */
function planStep(path: string): Step {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  const existed = found !== undefined;
  if (existed && !found.isFile() && !found.isDirectory())
    throw Object.assign(new Error("a device or a pipe"), { code: "ENOTFILE" });
  const file = existed ? fs.realpathSync(path) : path;
  const beside = `${file}.${randomBytes(6).toString("hex")}`;
  return { file, next: `${beside}.next.tmp`, previous: `${beside}.previous.tmp`, existed };
}

/** Makes a folder and those around it, and notes which were made. */
function makeFolder(folder: string, made: string[]): void {
  if (fs.existsSync(folder)) return;
  makeFolder(dirname(folder), made);
  fs.mkdirSync(folder);
  made.push(folder);
}

function writeThrough(file: string, content: Uint8Array, mode: number): void {
  const handle = fs.openSync(file, "wx", mode);
  try {
    fs.writeFileSync(handle, content);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** A second name keeps the very file, its dates included; a copy does where the disk knows no second names. */
function keep(file: string, previous: string): void {
  try {
    fs.linkSync(file, previous);
  } catch {
    fs.copyFileSync(file, previous);
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // What cannot be put right here is no reason to leave the rest.
  }
}
