import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Repository } from "../model/repository.ts";
import type { Write } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { dayLength, type Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import { now } from "./clock.ts";
import { type FoundFile, findFiles } from "./find-files.ts";
import { findInstancesBelow } from "./find-instances-below.ts";
import { findRoot } from "./find-root.ts";
import { prefixWithoutGit } from "./find-work-tree.ts";
import { openRepository, prefixByGit } from "./git.ts";
import { readTree } from "./read-tree.ts";
import { recover } from "./recover.ts";
import { gitIn, textOf, whyNoRepository } from "./run-git.ts";
import { writeAll } from "./write-all.ts";

/** What commands know of the machine they run on. The paths they give are relative to `directory`, or absolute. */
export interface Host {
  /** The absolute path of the folder in which the command was called. */
  readonly directory: string;
  /** The instance that `directory` lies in, read anew; undefined where there is none. */
  readTree(): Tree | undefined;
  /** The folders below `directory` that are instances, relative to it, in order; not all where there are very many folders. */
  instancesBelow(): readonly string[];
  /** The text of a file; undefined where none can be read. */
  readFile(path: string): string | undefined;
  /** The bytes of a file; undefined where none can be read. */
  readBytes(path: string): Uint8Array | undefined;
  /** All of standard input, as UTF-8; undefined where there is none to read. */
  readInput(): string | undefined;
  /** Whether there is a folder at a path. */
  isFolder(path: string): boolean;
  /** The names in a folder, in order; none where there is no such folder. */
  listFolder(path: string): readonly string[];
  /** The files that paths and patterns name, each word in its turn. */
  findFiles(words: readonly string[]): Promise<readonly FoundFile[]>;
  /** The text of a file of flagstone's own package; undefined where it has no such file. */
  readPackageFile(path: string): string | undefined;
  /** The way from an absolute folder to a path, with `/`. */
  pathFrom(folder: string, path: string): string;
  now(): Instant;
  /** The first instant of the current day in UTC. */
  today(): Instant;
  /** Writes or takes away all of the files, their paths relative to `folder`, or none of them; says why it could not. */
  writeAll(folder: string, writes: readonly Write[]): string | undefined;
  /** Finishes what an interrupted command began to write here; tells, in lines, what was done or why it could not be. */
  recover(): string | undefined;
  /** The git repository that a folder lies in; undefined where there is none, or no git. */
  openRepository(folder: string): Repository | undefined;
  /** Why there is none at a folder, and what to do about it. */
  whyNoRepository(folder: string): string;
  /** Whether git tracks anything at a path; undefined where there is no git to tell. */
  isTracked(path: string): boolean | undefined;
  /**
   * The way from the root of the git repository to a folder, with `/` at its end; empty at the root. It is found without
   * git too, where that is not there or does not trust the folder; undefined where there is no repository.
   */
  gitPrefix(folder: string): string | undefined;
}

/** The host that works on the real machine, as if it had been called in `directory`, which is looked for from `start`. */
export function createHost(directory: string, start = ""): Host {
  const at = (path: string): string => resolve(start, directory, path);
  const isTracked = (path: string): boolean | undefined => {
    const listed = textOf(gitIn(dirname(at(path)))(["ls-files", "-z", "--", `:(literal)${basename(at(path))}`]));
    return listed === undefined ? undefined : listed !== "";
  };
  return {
    directory: at("."),
    readTree: () => {
      const root = findRoot(at("."));
      return root === undefined ? undefined : readTree(root);
    },
    instancesBelow: () => findInstancesBelow(at(".")),
    readFile: (path) => attempt(() => readFileSync(at(path), "utf8")),
    readBytes: (path) => attempt(() => readFileSync(at(path))),
    readInput: () => attempt(() => readFileSync(0, "utf8")),
    isFolder: (path) => attempt(() => statSync(at(path)).isDirectory()) ?? false,
    listFolder: (path) => attempt(() => readdirSync(at(path)).sort(compareText)) ?? [],
    findFiles: (words) => findFiles(at("."), words),
    readPackageFile: (path) => attempt(() => readFileSync(join(packageFolder(), path), "utf8")),
    pathFrom: (folder, path) => relative(folder, at(path)).split(sep).join("/") || ".",
    now,
    today: () => Math.floor(now() / dayLength) * dayLength,
    writeAll: (folder, writes) => writeAll(homeOf(at(folder)), at(folder), writes),
    recover: () => recover(homeOf(at(".")), { now, isTracked, wait }),
    openRepository: (folder) => openRepository(at(folder)),
    whyNoRepository: (folder) => whyNoRepository(at(folder)),
    isTracked,
    gitPrefix: (folder) => prefixByGit(at(folder)) ?? prefixWithoutGit(at(folder)),
  };
}

/** Where the journal of what is written to a folder lies: with the instance, or outside one with the folder. */
function homeOf(folder: string): string {
  return findRoot(folder) ?? folder;
}

function wait(time: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** The folder of flagstone's own package, above this file or above the one that it was bundled into. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
