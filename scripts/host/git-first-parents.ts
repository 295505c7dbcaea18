import type { FileChange, Line, LineCommit } from "../model/repository.ts";
import { placesAt } from "./git-places.ts";
import { type Item, isInstancePath, list } from "./git-tree.ts";
import { type Git, textOf } from "./run-git.ts";

/** What a commit of the line says about itself, and what it changed; `%x00` separates texts that people wrote. */
const format = "--format=commit %H %at %ct %P%x00%aN%x00%s";
const shape = ["--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "-z", "--no-notes", "--no-ext-diff"];

/**
 * The first-parent line up to a commit, with the changes in the instance's folders. If the instance moved there from
 * another folder, the line continues there.
 */
export function readFirstParents(git: Git, commit: string, prefix: string): Line {
  const commits: LineCommit[] = [];
  let isWhole = true;
  for (let [tip, place] = [commit, prefix] as [string | undefined, string]; tip !== undefined; ) {
    const { commits: found, isWhole: reachesEnd } = readLog(git, tip, place);
    commits.push(...found);
    isWhole &&= reachesEnd;
    const first = found.findLast(({ changes }) => changes.some(({ path }) => path !== "package.json"));
    const moved = movedFrom(git, first, place);
    if (first === undefined || moved === undefined) break;
    commits.length = commits.indexOf(first);
    commits.push({ ...first, changes: changesBetween(git, moved, { commit: first.id, prefix: place }) });
    [tip, place] = [moved.commit, moved.prefix];
  }
  return { commits: timed(git, commits).filter(hasChanges), isWhole };
}

function hasChanges({ changes }: LineCommit): boolean {
  return changes.length > 0;
}

/** Every commit of the line, including those that changed nothing here, since they affect the times. */
function readLog(
  git: Git,
  commit: string,
  prefix: string,
): { readonly commits: readonly LineCommit[]; readonly isWhole: boolean } {
  const folders = ["package.json", "flags", "groups"].map((name) => `:(top,literal)${prefix}${name}`);
  const run = git([
    "log",
    "--sparse",
    "--encoding=UTF-8",
    ...shape,
    format,
    "--end-of-options",
    commit,
    "--",
    ...folders,
  ]);
  const commits: LineCommit[] = [];
  let changes: FileChange[] = [];
  const parts = run.output.toString("utf8").split("\0");
  for (let index = 0; index < parts.length; index++) {
    const part = (parts[index] ?? "").trimStart();
    const [, id, written, committed, parents] = /^commit ([0-9a-f]+) (-?\d+) (-?\d+) ?(.*)$/.exec(part) ?? [];
    if (id !== undefined) {
      const [author = "", subject = ""] = parts.slice(index + 1, index + 3);
      index += 2;
      changes = [];
      const own = (parents ?? "").split(" ").filter((parent) => parent !== "");
      const [authored, at] = [Number(written) * 1000, Number(committed) * 1000];
      commits.push({ id, at, authored, author, subject, parents: own, changes });
      continue;
    }
    const [, oldMode, mode, before, after] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]$/.exec(part) ?? [];
    if (mode === undefined) continue;
    const path = (parts[++index] ?? "").slice(prefix.length);
    const isPlain = [oldMode, mode].every((each) => /^(?:100\d{3}|0+)$/.test(each ?? ""));
    // A symbolic link may lead to a folder of documents.
    if (isPlain && !isInstancePath(path)) continue;
    changes.push({ path, before: objectOf(before), after: objectOf(after), isPlain });
  }
  return { commits, isWhole: run.status === 0 };
}

/** For a file that does not exist, git writes only zeros. */
function objectOf(id: string | undefined): string | undefined {
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}

/** Where an instance was in a commit. */
interface Place {
  readonly commit: string;
  readonly prefix: string;
}

/** Where the parent of the commit that brought the first documents to a place had them; undefined if they were new. */
function movedFrom(git: Git, commit: LineCommit | undefined, prefix: string): Place | undefined {
  const [parent] = commit?.parents ?? [];
  if (commit === undefined || parent === undefined) return undefined;
  const isStill = (each: string): boolean => placesAt(git, commit.id, each, () => true)[0] === each;
  const [place, ...others] = placesAt(git, parent, prefix, isStill);
  return place === undefined || place === prefix || others.length > 0 ? undefined : { commit: parent, prefix: place };
}

/** The other changes of the commit that moved the instance. */
function changesBetween(git: Git, before: Place, after: Place): readonly FileChange[] {
  const [old, now] = [itemsAt(git, before), itemsAt(git, after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path): readonly FileChange[] => {
    const [one, other] = [old.get(path), now.get(path)];
    const isPlain = [one, other].every((item) => item === undefined || item.mode.startsWith("100"));
    if (one?.object === other?.object || (isPlain && !isInstancePath(path))) return [];
    return [{ path, before: one?.object, after: other?.object, isPlain }];
  });
}

function itemsAt(git: Git, { commit, prefix }: Place): ReadonlyMap<string, Item> {
  const folders = ["package.json", "flags", "groups"].map((name) => prefix + name);
  const items = list(git, [commit, "--", ...folders]) ?? [];
  return new Map(items.map((item) => [item.path.slice(prefix.length), item]));
}

/**
 * Commits with times that are no earlier than those of the commits they follow, whatever the committer's clock said.
 */
function timed(git: Git, commits: readonly LineCommit[]): readonly LineCommit[] {
  const merged = datesOf(
    git,
    commits.filter(hasChanges).flatMap(({ parents }) => parents.slice(1)),
  );
  let last = -Infinity;
  return commits
    .toReversed()
    .map((commit): LineCommit => {
      last = Math.max(last, commit.at, ...commit.parents.map((parent) => merged.get(parent) ?? -Infinity));
      return { ...commit, at: last };
    })
    .reverse();
}

/** The committer dates of some commits, in milliseconds. */
function datesOf(git: Git, commits: readonly string[]): ReadonlyMap<string, number> {
  if (commits.length === 0) return new Map();
  const input = commits.map((id) => `${id}\n`).join("");
  const lines = textOf(git(["log", "--no-walk=unsorted", "--format=%H %ct", "--stdin"], input))?.split("\n") ?? [];
  return new Map(
    lines.map((line) => {
      const [id = "", seconds] = line.split(" ");
      return [id, Number(seconds) * 1000] as const;
    }),
  );
}
