import type { Instant } from "./time.ts";
import type { Tree } from "./tree.ts";

/** One commit of a branch's own line, its first parents; when it came there is what its committer's clock said. */
export interface Commit {
  readonly id: string;
  readonly at: Instant;
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
  /** The instance as a commit has it. Without package.json the config's text is empty. */
  readTree(commit: string): Tree;
  /** The first-parent commits up to one that changed any of these paths, newest first; without paths, all of them. */
  history(commit: string, paths: readonly string[]): readonly Commit[];
  /** The texts of files at commits, in order; undefined where a commit does not have the file as text. Asked of git all at once. */
  readFiles(files: readonly { readonly commit: string; readonly path: string }[]): readonly (string | undefined)[];
}
