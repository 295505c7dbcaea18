import { spawn, spawnSync } from "node:child_process";
import { env } from "node:process";
import { findWorkTree } from "./find-work-tree.ts";

/** The result of one call of git. */
export interface GitRun {
  /** What it wrote, even if it failed later. */
  readonly output: Buffer;
  readonly complaint: string;
  /** Its exit code; undefined if it could not be started. */
  readonly status: number | undefined;
}

/** Runs git in one folder. Without `fetches`, what a partial clone lacks is not requested from its remote. */
export type Git = (words: readonly string[], input?: string, options?: { readonly fetches?: boolean }) => GitRun;

/** What git writes in one call, in parts, until it ends for any reason. */
export type GitOutput = (...call: Parameters<Git>) => AsyncIterable<Buffer>;

/**
 * Settings that affect the output of our calls, with git's defaults: the output is the same whatever the user's own
 * settings are. They override the user's files and GIT_CONFIG_COUNT.
 */
const settings = [
  ...["core.quotePath=false", "core.warnAmbiguousRefs=true", "core.fsmonitor=false", "core.untrackedCache=false"],
  ...["color.ui=false", "diff.ignoreSubmodules=none", "diff.orderFile=/dev/null", "diff.relative=false"],
  ...["diff.renames=false", "i18n.logOutputEncoding=UTF-8", "log.abbrevCommit=false", "log.diffMerges=first-parent"],
  ...["log.follow=false", "log.mailmap=true", "log.showRoot=true", "log.showSignature=false", "maintenance.auto=false"],
];

/**
 * The environment variables that are passed to git: where its own files, the user's settings and the ways to a remote
 * are. All others are dropped. In a hook, GIT_DIR, GIT_INDEX_FILE and the like name the repository that the hook runs
 * for, which may not be the one of the folder; others, like GIT_ICASE_PATHSPECS, change what words mean.
 */
const kept =
  /^GIT_(?:EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)|DISCOVERY_ACROSS_FILESYSTEM|ASKPASS|SSH.*|SSL_.*|PROXY_.*|HTTP_.*|ALLOW_PROTOCOL)$/;

/** The environment of every call. */
function environmentOf(fetches: boolean): Readonly<Record<string, string | undefined>> {
  const own = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name));
  const { GIT_QUARANTINE_PATH: quarantine } = env;
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // A commit consists of what its id says, not of what was put in its place in this clone.
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: "/dev/null",
    ...(fetches ? {} : { GIT_NO_LAZY_FETCH: "1" }),
    // What a push brings is kept separately until it is accepted. Objects are identified by their content, so an
    // additional store cannot falsify them.
    ...(quarantine === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: quarantine }),
  };
}

function argumentsOf(words: readonly string[]): readonly string[] {
  return ["--no-pager", ...settings.flatMap((setting) => ["-c", setting]), ...words];
}

/** Git in a folder. */
export function gitIn(directory: string): Git {
  return (words, input = "", { fetches = true } = {}) => {
    const { status, stdout, stderr, error } = spawnSync("git", argumentsOf(words), {
      cwd: directory,
      input,
      env: environmentOf(fetches),
      stdio: ["pipe", "pipe", "pipe"],
      maxBuffer: Number.MAX_SAFE_INTEGER,
    });
    // A process that ends before it has read its input is judged by its own result.
    if (error !== undefined && status === null)
      return { output: Buffer.alloc(0), complaint: error.message, status: undefined };
    return { output: stdout, complaint: stderr.toString("utf8"), status: status ?? -1 };
  };
}

/** The output of git in a folder, in parts, while git runs. */
export function gitOutputIn(directory: string): GitOutput {
  return async function* (words, input, { fetches = true } = {}) {
    const git = spawn("git", argumentsOf(words), {
      cwd: directory,
      env: environmentOf(fetches),
      stdio: ["pipe", "pipe", "ignore"],
    });
    // A process that does not start, or ends before it has read its input, is judged by what it wrote.
    git.on("error", () => {});
    git.stdin.on("error", () => {});
    git.stdin.end(input);
    try {
      yield* git.stdout;
    } finally {
      git.kill();
    }
  };
}

/** The text that a call wrote; undefined if it failed. */
export function textOf({ status, output }: GitRun): string | undefined {
  return status === 0 ? output.toString("utf8") : undefined;
}

/** One line of output without its end; undefined if git failed. */
export function lineOf(run: GitRun): string | undefined {
  return textOf(run)?.replace(/\n$/, "");
}

/** Why git knows no repository at a folder, with what to do about it. */
export function whyNoRepository(directory: string): string {
  const { complaint, status } = gitIn(directory)(["rev-parse", "--show-toplevel"]);
  if (status === 0) return "";
  if (status === undefined) return complaint.includes("ENOENT") ? "git is not installed" : `git fails: ${complaint}`;
  if (complaint.includes("safe.directory"))
    return `git does not trust \`${directory}\`: run \`git config --global --add safe.directory '*'\``;
  const [reason = ""] = complaint.split("\n");
  if (findWorkTree(directory) !== undefined)
    return `git cannot open the repository of \`${directory}\`: ${reason.replace(/^fatal: /, "")}`;
  const isSet = env.GIT_DIR !== undefined;
  return `\`${directory}\` is not in a git repository${isSet ? "; it is looked for from there, not at `GIT_DIR`" : ""}`;
}
