import type { Characters } from "./text/characters.ts";
import type { Instant } from "./time.ts";
import type { Tree } from "./tree.ts";

/** What a commit on a branch's first-parent line made of a file. */
export interface Version {
  /** Where the file was; it may have moved since. */
  readonly path: string;
  readonly commit: string;
  /** When the commit was made, as `LineCommit` has it. */
  readonly at: Instant;
  /** Undefined if the commit removed the file, or its text is not available here or is not UTF-8. */
  readonly text: string | undefined;
  readonly isGone: boolean;
  /** Whether git does not have the text here. */
  readonly isMissing: boolean;
  /** Whether the available history begins with this commit. */
  readonly isFirst: boolean;
}

/** The text of one object. */
export interface ObjectText {
  /** Undefined if it is not UTF-8, or git does not have it here. */
  readonly text: Characters | undefined;
  /** Whether git does not have it here. */
  readonly isMissing: boolean;
}

/** For each name, the versions of the files that have it, newest first. */
export interface Versions {
  readonly byName: ReadonlyMap<string, readonly Version[]>;
  /** Whether git could walk the whole line, as far as it was fetched. */
  readonly isWhole: boolean;
}

/** A commit on a branch's first-parent line, and what it changed in the instance. */
export interface LineCommit {
  readonly id: string;
  /** When it was made according to its committer's clock, but no earlier than the commits that it follows. */
  readonly at: Instant;
  /** When it was written according to its author's clock. */
  readonly authored: Instant;
  /** What people wrote, unchanged. */
  readonly author: string;
  readonly subject: string;
  /** Empty where the available history begins. */
  readonly parents: readonly string[];
  readonly changes: readonly FileChange[];
}

/** The first-parent line of a branch. */
export interface Line {
  /** The commits that changed files of the instance, newest first. */
  readonly commits: readonly LineCommit[];
  /** Whether git could walk it to its end, as far as it was fetched; otherwise older commits are missing. */
  readonly isWhole: boolean;
}

/** A file before and after a commit, by the ids of git's objects; undefined if it does not exist there. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Whether it is a regular file on both sides, not a symbolic link or a submodule. */
  readonly isPlain: boolean;
}

/**
 * What git knows of an instance. Paths are relative to the instance's root, wherever that was when a commit was made.
 */
export interface Repository {
  /** The commit that a name refers to; undefined if git does not know the name. */
  commitOf(name: string): string | undefined;
  /**
   * The best common ancestors of two commits; none if there are none, or if the available history does not reach them.
   */
  mergeBases(one: string, other: string): readonly string[];
  /** The upstream of the branch that is checked out, by name; undefined if it has none. */
  readonly upstream: string | undefined;
  /** The URL of the remote `origin`, as it was given to git; undefined if there is none. */
  readonly remote: string | undefined;
  /** Whether only a part of the history was fetched. */
  readonly isShallow: boolean;
  /** Whether objects are fetched only when they are needed. */
  readonly isPartial: boolean;
  /** The path from the root of the git repository to the instance, with `/` at its end; empty at the root. */
  readonly prefix: string;
  /**
   * Where a commit has the instance, as `prefix`: at its current place, or at the places of instances that no longer
   * exist, one of which must have moved. Empty if it has none.
   */
  placesAt(commit: string): readonly string[];
  /**
   * The instance as a commit has it; empty if the commit has it at no place or at several. Without package.json, the
   * text of the config is empty. A file whose text is not available is a `gate/no-history` finding, and one for
   * package.json if nothing can be known. What is also in `known` need not be read: it is taken from there if at most
   * its line endings differ.
   */
  readTree(commit: string, known?: Tree): Tree;
  /** The objects of those of some paths at which a commit has a file, whether or not it is read as a document. */
  objectsAt(commit: string, paths: readonly string[]): ReadonlyMap<string, string>;
  /**
   * For each name, what the first-parent line up to a commit made of the documents whose files have it, in any folder,
   * and under `package.json` of that file.
   */
  versions(commit: string, names: ReadonlySet<string>): Versions;
  /** The first-parent line up to a commit. */
  line(commit: string): Line;
  /** The texts of objects; undefined for one that is not UTF-8, left out for one that git does not have here. */
  texts(objects: readonly string[]): ReadonlyMap<string, string | undefined>;
  /** The text of each of some objects in turn, for those that are too long together. Git works until the last, or `return`. */
  textsInTurn(objects: readonly string[]): AsyncGenerator<ObjectText, undefined>;
  /** By merge among commits of one line, newest first, the authors of what it brought. */
  authorsMerged(commits: readonly LineCommit[]): ReadonlyMap<string, readonly string[]>;
  /**
   * By commit of one line, newest first, who its message says approved it, or for a merge one of the messages that it
   * brought.
   */
  approvals(commits: readonly LineCommit[]): ReadonlyMap<string, readonly Approval[]>;
}

/** That somebody approved a change, as a trailer of a message says. */
export interface Approval {
  readonly by: string;
  /** The trailer, or `approved_by` of a waiver. */
  readonly how: "Reviewed-by" | "Approved-by" | "approved_by";
}
