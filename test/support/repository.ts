import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GateOptions, gate, type Verdict } from "../../scripts/gate/gate.ts";
import { openRepository } from "../../scripts/host/git.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Code } from "../../scripts/model/codes.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { usualDay } from "./examples.ts";

/** A commit: everything that it has, and when it was made. */
export interface Snapshot {
  readonly files: readonly Source[];
  readonly date: string;
}

/** When the commits of examples were made that do not say it themselves. */
export const usualDate = "2026-11-20T12:00:00Z";

/** Makes a folder a repository whose branch `main` has these commits; the working tree is left as it is. */
export function makeRepository(root: string, snapshots: readonly Snapshot[]): void {
  const git = (words: readonly string[], input = ""): void => {
    execFileSync("git", words, { cwd: root, input, stdio: ["pipe", "pipe", "inherit"] });
  };
  git(["init", "--quiet", "--initial-branch=main", "--template="]);
  git(["fast-import", "--quiet"], snapshots.map(streamOf).join(""));
}

function streamOf({ files, date }: Snapshot, index: number): string {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  return [
    "commit refs/heads/main\n",
    `committer Somebody <somebody@example.com> ${Date.parse(date) / 1000} +0000\n`,
    data(`commit ${index + 1}`),
    "deleteall\n",
    ...files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`),
  ].join("");
}

/** Makes a repository look as if it had been fetched with its newest commit only. */
export function makeShallow(root: string): void {
  const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  writeFileSync(join(root, ".git/shallow"), head);
}

/** All files below a folder, by their paths in it. */
export function filesIn(folder: string): readonly Source[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.length + 1).replaceAll("\\", "/"), text: readFileSync(path, "utf8") };
    });
}

/** Copies what is in a folder into another, over what is there. */
export function copyInto(from: string, root: string): void {
  mkdirSync(root, { recursive: true });
  if (existsSync(from)) cpSync(from, root, { recursive: true });
}

/** What the gate says of a folder and its `main`; throws where it cannot run. */
export function judgeChange(root: string, options: Partial<GateOptions> = {}): Verdict {
  const repository = openRepository(root);
  if (repository === undefined) throw new Error("no repository");
  const asOf = options.asOf ?? usualDay.asOf;
  const verdict = gate(readTree(root), repository, {
    ...usualDay,
    base: "main",
    now: asOf,
    newOnly: false,
    ...options,
  });
  if (typeof verdict === "string") throw new Error(verdict);
  return verdict;
}

/** The codes of findings, each once, in order. */
export function codesOf(diagnostics: readonly Diagnostic[]): readonly Code[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort();
}
