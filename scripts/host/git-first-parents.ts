import type { FileChange, LineCommit } from "../model/repository.ts";
import { isDocumentPath } from "./git-tree.ts";
import { type Git, lineOf } from "./run-git.ts";

/** What a commit of the line says of itself, and what it changed; `%x00` keeps apart what people wrote. */
const format = "--format=commit %H %ct %P%x00%aN%x00%s";
const shape = ["--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "-z", "--relative"];

/** The commits of the first-parent line up to one that changed something in the instance's folders, newest first. */
export function readFirstParents(git: Git, commit: string): readonly LineCommit[] {
  const words = ["log", "--encoding=UTF-8", ...shape, format, "--end-of-options", commit, "--"];
  const output = git([...words, "package.json", "flags", "groups"])?.toString("utf8") ?? "";
  const commits: LineCommit[] = [];
  let changes: FileChange[] = [];
  const parts = output.split("\0");
  for (let index = 0; index < parts.length; index++) {
    const part = (parts[index] ?? "").trimStart();
    const [, id, seconds, parents] = /^commit ([0-9a-f]+) (\d+) ?(.*)$/.exec(part) ?? [];
    if (id !== undefined) {
      const [author = "", subject = ""] = parts.slice(index + 1, index + 3);
      index += 2;
      changes = [];
      const own = (parents ?? "").split(" ").filter((parent) => parent !== "");
      commits.push({ id, at: Number(seconds) * 1000, author, subject, parents: own, changes });
      continue;
    }
    const [, oldMode, mode, before, after] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]$/.exec(part) ?? [];
    if (mode === undefined) continue;
    const path = parts[++index] ?? "";
    const isPlain = [oldMode, mode].every((each) => /^(?:100\d{3}|0+)$/.test(each ?? ""));
    // A symbolic link may lead to a folder of documents.
    if (isPlain && !isDocumentPath(path)) continue;
    changes.push({ path, before: objectOf(before), after: objectOf(after), isPlain });
  }
  return commits;
}

/** Git writes nothing but zeros for a file that is not there. */
function objectOf(id: string | undefined): string | undefined {
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}

/** The authors of what a merge brought, each once, in order. */
export function authorsMerged(git: Git, { id, parents }: LineCommit): readonly string[] {
  const [first, ...others] = parents;
  if (first === undefined || others.length === 0) return [];
  const words = ["log", "--encoding=UTF-8", "--no-merges", "--format=%aN", id, `^${first}`];
  return [...new Set(lineOf(git(words))?.split("\n") ?? [])].filter((name) => name !== "").sort();
}
