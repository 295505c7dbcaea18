import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { emit } from "../../scripts/emit/index.ts";
import { assets, modelsOf, repository, shippedTree, writeOutputs } from "./instance.ts";

/** A fenced block of a page: what stands behind the fence, and the text without the indentation of the fence. */
export interface Fence {
  readonly fence: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function fencesOf(page: string): readonly Fence[] {
  return [...page.matchAll(/^( *)```(.+)\n([\s\S]*?)^\1```$/gm)].map(([, indent = "", fence = "", content = ""]) => ({
    fence,
    text: content.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The texts of the blocks whose fence says exactly this. */
export function blocksOf(page: string, fence: string): readonly string[] {
  return fencesOf(page).flatMap((each) => (each.fence === fence ? [each.text] : []));
}

/** A page without its fenced blocks. */
export function proseOf(page: string): string {
  return page.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, "");
}

/** The blocks that are files, by their path: the fence has a language, `marker` and the path. */
export function filesOf(page: string, marker: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fencesOf(page).flatMap(({ fence, text }) => {
      const [language = ""] = fence.split(" ");
      const path = fence.slice(language.length + 1);
      return path.startsWith(marker) && /\.\w+$/.test(path) ? [[path.slice(marker.length), text]] : [];
    }),
  );
}

/** The shipped instance as it is in a clone where it was built, in git, with `origin/main` at its only commit. */
export function copyInstance(to: string): void {
  for (const path of ["package.json", "flags", "groups"])
    cpSync(join(repository, path), join(to, path), { recursive: true });
  mkdirSync(join(to, "generated"), { recursive: true });
  writeOutputs(join(to, "generated"), emit(modelsOf(shippedTree()), assets()));
  for (const words of ["init --quiet --initial-branch=main", "add --all", "commit --quiet --message instance"])
    execFileSync("git", words.split(" "), { cwd: to, env: environment });
  execFileSync("git", ["update-ref", "refs/remotes/origin/main", "HEAD"], { cwd: to, env: environment });
}

/** A block of commands, each behind `$ `, with what they print now in place of what is written. */
export async function transcriptOf(block: string, directory: string): Promise<string> {
  const flagstone = `"${process.execPath}" "${join(repository, "dist/cli.js")}"`;
  let transcript = "";
  for (const [line, command = ""] of block.matchAll(/^\$ (.*)$/gm)) {
    const script = `{ ${command.replaceAll(/\bnpx flagstone\b/g, () => flagstone)}; } 2>&1`;
    transcript += `${line}\n${await outputOf("sh", ["-c", script], directory)}`;
  }
  return transcript;
}

/** What a program prints to standard output, whatever its exit code. */
export function outputOf(program: string, words: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { cwd, env: environment, encoding: "utf8" }, (error, stdout) => {
      if (error !== null && typeof error.code !== "number") reject(error);
      else resolve(stdout);
    });
    child.stdin?.end();
  });
}

const { FORCE_COLOR: _, ...inherited } = process.env;
/** No colours, and commits that need no configuration. */
const environment = {
  ...inherited,
  NO_COLOR: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Somebody",
  GIT_AUTHOR_EMAIL: "somebody@example.com",
  GIT_COMMITTER_NAME: "Somebody",
  GIT_COMMITTER_EMAIL: "somebody@example.com",
};
