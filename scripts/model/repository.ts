import type { Instant } from "./time.ts";
import type { Tree } from "./tree.ts";

/** What a commit of a branch's own line, its first parents, made of a file. */
export interface Version {
  /** Where the file stood; it may have moved since. */
  readonly path: string;
  /** When the commit was made, as its committer's clock said. */
  readonly at: Instant;
  /** Undefined where the commit took the file away, or its text cannot be had or is not UTF-8. */
  readonly text: string | undefined;
  readonly isGone: boolean;
  /** Whether the history that is here begins with this commit. */
  readonly isFirst: boolean;
}

/** A commit of a branch's own line, and what it changed in the instance. */
export interface LineCommit {
  readonly id: string;
  /** When it was made, as its committer's clock said. */
  readonly at: Instant;
  /** What people wrote, as they wrote it. */
  readonly author: string;
  readonly subject: string;
  /** None where the history that is here begins. */
  readonly parents: readonly string[];
  readonly changes: readonly FileChange[];
}

/** A file as a commit found and left it, by the ids of git's objects; undefined where it is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it is a file on both sides, and no symbolic link or submodule. */
  readonly isPlain: boolean;
}

/** What git knows of an instance. Paths are relative to the instance's root. */
export interface Repository {
  /** The commit that a name means; undefined where git knows no such name. */
  commitOf(name: string): string | undefined;
  /** The newest commit that two have in common; undefined where there is none, or the history that is here does not reach it. */
  mergeBase(one: string, other: string): string | undefined;
  /** The upstream branch of the branch that is checked out, by name; undefined where there is none. */
  readonly upstream: string | undefined;
  /** Whether the history was fetched only in part. */
  readonly isShallow: boolean;
  /** The way from the root of the git repository to the instance, with `/` at its end; empty at the root. */
  readonly prefix: string;
  /** The instance as a commit has it. Without package.json the config's text is empty. What `known` has too need not be read. */
  readTree(commit: string, known?: Tree): Tree;
  /**
   * By name, what the first-parent line up to a commit made of the documents whose files bear it, in whatever folder, and
   * under `package.json` of that; newest first.
   */
  versions(commit: string, names: ReadonlySet<string>): ReadonlyMap<string, readonly Version[]>;
  /** The commits of the first-parent line up to a commit that changed what an instance is made of, newest first. */
  line(commit: string): readonly LineCommit[];
  /** The texts of objects; one that git does not have, or that is not UTF-8, is undefined. */
  texts(objects: readonly string[]): ReadonlyMap<string, string | undefined>;
  /** Who wrote what a merge brought; nobody where the commit is none. */
  authorsMerged(commit: LineCommit): readonly string[];
}
