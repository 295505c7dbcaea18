import type { Instant } from "./time.ts";
import type { Tree } from "./tree.ts";

/** What a commit of a branch's own line, its first parents, made of a file. */
export interface Version {
  /** Where the file stood; it may have moved since. */
  readonly path: string;
  readonly commit: string;
  /** When the commit was made, as `LineCommit` has it. */
  readonly at: Instant;
  /** Undefined where the commit took the file away, or its text is not here or not UTF-8. */
  readonly text: string | undefined;
  readonly isGone: boolean;
  /** Whether git does not have the text here. */
  readonly isMissing: boolean;
  /** Whether the history that is here begins with this commit. */
  readonly isFirst: boolean;
}

/** By name, the versions of the files that bear it, newest first. */
export interface Versions {
  readonly byName: ReadonlyMap<string, readonly Version[]>;
  /** Whether git could walk the whole line, as far as it was fetched. */
  readonly isWhole: boolean;
}

/** A commit of a branch's own line, and what it changed in the instance. */
export interface LineCommit {
  readonly id: string;
  /** When it was made, as its committer's clock said, but no earlier than the commits that it follows. */
  readonly at: Instant;
  /** When its author's clock said that it was written. */
  readonly authored: Instant;
  /** What people wrote, as they wrote it. */
  readonly author: string;
  readonly subject: string;
  /** None where the history that is here begins. */
  readonly parents: readonly string[];
  readonly changes: readonly FileChange[];
}

/** A branch's own line. */
export interface Line {
  /** Newest first, those that changed what an instance is made of. */
  readonly commits: readonly LineCommit[];
  /** Whether git could walk it to its end, as far as it was fetched; else the older commits are missing. */
  readonly isWhole: boolean;
}

/** A file as a commit found and left it, by the ids of git's objects; undefined where it is not there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it is a file on both sides, and no symbolic link or submodule. */
  readonly isPlain: boolean;
}

/** What git knows of an instance. Paths are relative to the instance's root, wherever that was when a commit was made. */
export interface Repository {
  /** The commit that a name means; undefined where git knows no such name. */
  commitOf(name: string): string | undefined;
  /** The newest commits that two have in common; none where there is none, or the history that is here does not reach it. */
  mergeBases(one: string, other: string): readonly string[];
  /** The upstream branch of the branch that is checked out, by name; undefined where there is none. */
  readonly upstream: string | undefined;
  /** Whether the history was fetched only in part. */
  readonly isShallow: boolean;
  /** Whether objects are fetched only when they are wanted. */
  readonly isPartial: boolean;
  /** The way from the root of the git repository to the instance, with `/` at its end; empty at the root. */
  readonly prefix: string;
  /**
   * Where a commit has the instance, as `prefix`: at its place, or where it has instances that are not there any more, one
   * of which must have moved. None where it has none.
   */
  placesAt(commit: string): readonly string[];
  /**
   * The instance as a commit has it, empty where that is at no place or at several. Without package.json the config's text
   * is empty. A file whose text is not here is a `gate/no-history`; one for package.json where nothing can be known. What
   * `known` has too need not be read, and is taken from there where only its line ends are others.
   */
  readTree(commit: string, known?: Tree): Tree;
  /**
   * By name, what the first-parent line up to a commit made of the documents whose files bear it, in whatever folder, and
   * under `package.json` of that.
   */
  versions(commit: string, names: ReadonlySet<string>): Versions;
  /** The first-parent line up to a commit. */
  line(commit: string): Line;
  /** The texts of objects; one that is not UTF-8 is undefined, one that git does not have here is left out. */
  texts(objects: readonly string[]): ReadonlyMap<string, string | undefined>;
  /** Who wrote what a merge brought; nobody where the commit is none. */
  authorsMerged(commit: LineCommit): readonly string[];
}
