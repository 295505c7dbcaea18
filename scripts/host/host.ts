import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Repository } from "../model/repository.ts";
import type { Write } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import { dayLength, type Instant } from "../model/time.ts";
import type { Tree } from "../model/tree.ts";
import { attempt } from "./attempt.ts";
import { now } from "./clock.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { type FoundFile, findFiles } from "./find-files.ts";
import { findInstancesBelow } from "./find-instances-below.ts";
import { findRoot } from "./find-root.ts";
import { prefixWithoutGit } from "./find-work-tree.ts";
import { openRepository, prefixByGit } from "./git.ts";
import { readTree } from "./read-tree.ts";
import { recover } from "./recover.ts";
import { gitIn, textOf, whyNoRepository } from "./run-git.ts";
import type { RunningServer, ServeOptions } from "./serve-http.ts";
import { writeAll } from "./write-all.ts";

/** What commands know of the machine they run on. The paths they pass are relative to `directory`, or absolute. */
export interface Host {
  /** The absolute path of the folder in which the command was called. */
  readonly directory: string;
  /** The instance of `directory`, read again each time; undefined if it is in none. */
  readTree(): Tree | undefined;
  /**
   * The folders below `directory` that are instances, relative to it, in order; some may be missing if there are very
   * many folders.
   */
  instancesBelow(): readonly string[];
  /** The text of a file; undefined if it cannot be read. */
  readFile(path: string): string | undefined;
  /** The bytes of a file; undefined if they cannot be read. */
  readBytes(path: string): Uint8Array | undefined;
  /** All of standard input, as UTF-8; undefined if it cannot be read. */
  readInput(): string | undefined;
  /** Whether there is a folder at a path. */
  isFolder(path: string): boolean;
  /** The names in a folder, in order; empty if it does not exist. */
  listFolder(path: string): readonly string[];
  /** The files that paths and patterns name, in the order of the words. */
  findFiles(words: readonly string[]): Promise<readonly FoundFile[]>;
  /** The text of a file of flagstone's own package; undefined if it has no such file. */
  readPackageFile(path: string): string | undefined;
  /** The relative path from an absolute folder to a path, with `/`. */
  pathFrom(folder: string, path: string): string;
  /** Releases memory that nothing refers to any more, if there may be much of it. */
  collectGarbage(): void;
  now(): Instant;
  /** The first instant of the current day in UTC. */
  today(): Instant;
  /**
   * Writes or removes all of the files, whose paths are relative to `folder`, or none of them; returns why it could
   * not.
   */
  writeAll(folder: string, writes: readonly Write[]): string | undefined;
  /**
   * Finishes what an interrupted command began to write here; returns, in lines, what was done or why it could not be.
   */
  recover(): string | undefined;
  /** What a JavaScript module of an instance exports; rejects if it cannot be loaded. */
  importModule(path: string): Promise<object>;
  /** Serves http until it is told to end; returns why it cannot. */
  serve(options: Omit<ServeOptions, "now">): Promise<RunningServer | string>;
  /**
   * The git repository of a folder; undefined if it is in none, or if there is no git. Names of two commits that will be
   * compared are only asked for sooner, with everything else.
   */
  openRepository(folder: string, base?: string, head?: string): Repository | undefined;
  /** Why a folder has none, and what to do about it. */
  whyNoRepository(folder: string): string;
  /** Whether git tracks anything at a path; undefined without git. */
  isTracked(path: string): boolean | undefined;
  /**
   * The path from the root of the git repository to a folder, with `/` at its end; empty at the root. It is also found
   * if git is missing or does not trust the folder; undefined if there is no repository.
   */
  gitPrefix(folder: string): string | undefined;
}

/** The host of the real machine, for a call in `directory`, relative to `start`. */
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
    collectGarbage,
    now,
    today: () => Math.floor(now() / dayLength) * dayLength,
    writeAll: (folder, writes) => writeAll(homeOf(at(folder)), at(folder), writes),
    recover: () => recover(homeOf(at(".")), { now, isTracked, wait }),
    importModule: (path) => import(pathToFileURL(at(path)).href),
    serve: async (options) => (await import("./serve-http.ts")).serveHttp({ ...options, now }),
    openRepository: (folder, base, head) => openRepository(at(folder), base, head),
    whyNoRepository: (folder) => whyNoRepository(at(folder)),
    isTracked,
    gitPrefix: (folder) => prefixByGit(at(folder)) ?? prefixWithoutGit(at(folder)),
  };
}

/** The folder of the journal for writes to a folder: the instance's root, or outside an instance the folder itself. */
function homeOf(folder: string): string {
  return findRoot(folder) ?? folder;
}

function wait(time: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
}

/** The folder of flagstone's own package, above this file or above the one that it was bundled into. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
