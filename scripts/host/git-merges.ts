import type { LineCommit } from "../model/repository.ts";
import { type Git, textOf } from "./run-git.ts";

/** A commit that a merge brought, and what its message or its header says of what was asked. */
interface Brought {
  readonly id: string;
  readonly parents: readonly string[];
  readonly text: string;
}

/**
 * By merge, what it brought to the first-parent line that all of the commits are on, newest first, itself included; with
 * what a format of git makes of each. Git is asked once for all merges.
 */
export function broughtBy(
  git: Git,
  commits: readonly LineCommit[],
  format: string,
): ReadonlyMap<string, readonly Brought[]> {
  const merges = commits.filter(({ parents }) => parents.length > 1);
  const found = new Map<string, readonly Brought[]>();
  const [newest, oldest] = [merges[0], merges.at(-1)];
  if (newest === undefined || oldest === undefined) return found;
  const since = readCommits(git, [newest.id, `^${oldest.parents[0]}`], format);
  const reached = new Set<string>();
  const reach = (start: string | undefined): readonly Brought[] => {
    const own: Brought[] = [];
    for (const open = [start]; open.length > 0; ) {
      const commit = since.get(open.pop() ?? "");
      if (commit === undefined || reached.has(commit.id)) continue;
      reached.add(commit.id);
      own.push(commit);
      open.push(...commit.parents);
    }
    return own;
  };
  // What the line had before a merge was brought by others.
  for (const { id, parents } of merges.toReversed()) {
    reach(parents[0]);
    found.set(id, reach(id));
  }
  return found;
}

/** The commits that revisions lead to. */
function readCommits(git: Git, revisions: readonly string[], format: string): ReadonlyMap<string, Brought> {
  const words = ["log", "--encoding=UTF-8", `--format=commit %H %P%x00${format}%x00`, ...revisions];
  const parts = textOf(git(words))?.split("\0") ?? [];
  const found = new Map<string, Brought>();
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [, id = "", parents = ""] = /^\s*commit (\S+) (.*)$/.exec(parts[index] ?? "") ?? [];
    found.set(id, { id, parents: parents.split(" "), text: parts[index + 1] ?? "" });
  }
  return found;
}

/** By commit of a line, the authors of what it brought if it is a merge, each once, in order. */
export function authorsMerged(git: Git, commits: readonly LineCommit[]): ReadonlyMap<string, readonly string[]> {
  const brought = [...broughtBy(git, commits, "%aN")];
  return new Map(
    brought.map(([id, all]) => {
      const authors = all.flatMap(({ parents, text }) => (parents.length > 1 || text === "" ? [] : text));
      return [id, [...new Set(authors)].sort()];
    }),
  );
}
