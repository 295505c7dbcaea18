import { spawnSync } from "node:child_process";
import { compareText } from "../diagnostic.ts";
import type { Commit, Repository } from "../repository.ts";
import type { Source } from "../source.ts";
import type { Tree } from "../tree.ts";

/** Runs git in a folder: its output, or undefined where it failed or is not there. */
export function git(directory: string, words: readonly string[], input?: string): Buffer | undefined {
  // What the caller's own repository was told by its environment, as in a hook, is not meant for this one alone.
  const run = spawnSync("git", ["-c", "core.quotePath=false", ...words], {
    cwd: directory,
    input: input ?? "",
    stdio: ["pipe", "pipe", "ignore"],
    maxBuffer: Number.MAX_SAFE_INTEGER,
  });
  return run.status === 0 ? run.stdout : undefined;
}

/** The git repository that a folder lies in; undefined where there is none. */
export function openRepository(root: string): Repository | undefined {
  const line = (...words: string[]): string | undefined => git(root, words)?.toString("utf8").replace(/\n$/, "");
  const prefix = line("rev-parse", "--show-prefix");
  if (prefix === undefined) return undefined;

  function readFiles(files: readonly { readonly commit: string; readonly path: string }[]) {
    return readObjects(
      root,
      files.map(({ commit, path }) => `${commit}:${prefix}${path}`),
    );
  }

  return {
    prefix,
    upstream: line("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"),
    isShallow: line("rev-parse", "--is-shallow-repository") === "true",
    commitOf: (name) => line("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`),
    mergeBase: (one, other) => line("merge-base", one, other),
    readTree: (commit) => readTreeAt(root, commit),
    history: (commit, paths) => historyOf(root, commit, paths),
    readFiles,
  };
}

function historyOf(root: string, commit: string, paths: readonly string[]): readonly Commit[] {
  const words = [
    "log",
    "--first-parent",
    "-m",
    "--no-renames",
    "--format=%H %ct",
    "--end-of-options",
    commit,
    "--",
    ...paths,
  ];
  const text = git(root, words)?.toString("utf8") ?? "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [id = "", seconds = "0"] = line.split(" ");
      return { id, at: Number(seconds) * 1000 };
    });
}

/** Files of flags/ and groups/ and package.json of a commit; links are left out, for what they lead to is not in their text. */
function readTreeAt(root: string, commit: string): Tree {
  const listed =
    git(root, ["ls-tree", "-r", "-z", commit, "--", "package.json", "flags", "groups"])?.toString("utf8") ?? "";
  const found = listed.split("\0").flatMap((line) => {
    const [, mode = "", object = "", path = ""] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
    const isRead = path === "package.json" || (/\.ya?ml$/i.test(path) && !/(?:^|\/)\./.test(path));
    return isRead && mode.startsWith("100") ? [{ object, path }] : [];
  });
  const texts = readObjects(
    root,
    found.map(({ object }) => object),
  );
  const sources = found.flatMap(({ path }, index): Source[] => {
    const text = texts[index];
    return text === undefined ? [] : [{ path, text }];
  });
  return {
    root,
    config: sources.find(({ path }) => path === "package.json") ?? { path: "package.json", text: "" },
    files: sources.filter(({ path }) => path !== "package.json").sort((a, b) => compareText(a.path, b.path)),
    diagnostics: [],
  };
}

/** The texts of objects, all asked of one process; undefined for what is missing or is not UTF-8. */
function readObjects(root: string, names: readonly string[]): readonly (string | undefined)[] {
  if (names.length === 0) return [];
  const bytes = git(root, ["cat-file", "--batch"], names.map((name) => `${name}\n`).join("")) ?? Buffer.alloc(0);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let at = 0;
  return names.map(() => {
    const end = bytes.indexOf(10, at);
    const header = end < 0 ? "" : bytes.toString("utf8", at, end);
    const size = / blob (\d+)$/.exec(header)?.[1];
    const other = / (?:tree|commit|tag) (\d+)$/.exec(header)?.[1];
    const length = Number(size ?? other ?? 0);
    const start = end + 1;
    at = size === undefined && other === undefined ? start : start + length + 1;
    if (size === undefined) return undefined;
    try {
      return decoder.decode(bytes.subarray(start, start + length));
    } catch {
      return undefined;
    }
  });
}
