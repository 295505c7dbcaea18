import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot, Surroundings } from "./snapshot.ts";

/** Makes a folder a git repository with these commits and `main` checked out; leaves the working tree alone. */
export function makeRepository(
  root: string,
  snapshots: readonly Snapshot[],
  { branches = { main: snapshots.length - 1 }, upstream, isShallow = false }: Surroundings = {},
): void {
  const git = (words: readonly string[], input = ""): void => {
    execFileSync("git", words, { cwd: root, input, stdio: ["pipe", "pipe", "inherit"] });
  };
  git(["init", "--quiet", "--initial-branch=main", "--template="]);
  const tips = Object.entries(branches).map(([name, index]) => `reset refs/heads/${name}\nfrom :${index + 1}\n`);
  git(["fast-import", "--quiet", "--force"], [...snapshots.map(streamOf), ...tips].join(""));
  if (upstream !== undefined) {
    git(["config", "branch.main.remote", "."]);
    git(["config", "branch.main.merge", `refs/heads/${upstream}`]);
  }
  if (isShallow) makeShallow(root);
}

function streamOf({ files, date, author = "Somebody", subject, trailers, parents }: Snapshot, index: number): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const [first, ...others] = parents ?? (index === 0 ? [] : [index - 1]);
  return [
    "reset refs/heads/main\n",
    "commit refs/heads/main\n",
    `mark :${index + 1}\n`,
    `author ${author} <somebody@example.com> ${Date.parse(date) / 1000} +0000\n`,
    `committer Somebody <somebody@example.com> ${Date.parse(date) / 1000} +0000\n`,
    data([subject ?? `commit ${index + 1}`, ...(trailers === undefined ? [] : ["", ...trailers])].join("\n")),
    ...(first === undefined ? [] : [`from :${first + 1}\n`]),
    ...others.map((other) => `merge :${other + 1}\n`),
    "deleteall\n",
    ...files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`),
  ].join("");
}

/** Makes a repository look as if only its newest commit had been fetched. */
export function makeShallow(root: string): void {
  const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  writeFileSync(join(root, ".git/shallow"), head);
}
