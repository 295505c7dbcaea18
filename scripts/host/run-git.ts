import { spawnSync } from "node:child_process";

/** Runs git in one folder: its output, or undefined where it failed or is not there. */
export type Git = (words: readonly string[], input?: string) => Buffer | undefined;

/** What git said: undefined for the output where it failed, and why. */
interface Run {
  readonly output: Buffer | undefined;
  readonly complaint: string;
}

function run(directory: string, words: readonly string[], input: string): Run {
  // Paths as they are, and nothing in a log but what was asked for, whatever the user's own settings say.
  const settings = ["core.quotePath=false", "log.showSignature=false", "log.showRoot=true"];
  const { status, stdout, stderr, error } = spawnSync(
    "git",
    [...settings.flatMap((setting) => ["-c", setting]), ...words],
    { cwd: directory, input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: Number.MAX_SAFE_INTEGER },
  );
  if (error !== undefined) return { output: undefined, complaint: error.message };
  return { output: status === 0 ? stdout : undefined, complaint: stderr.toString("utf8") };
}

/** Git in a folder. */
export function gitIn(directory: string): Git {
  return (words, input = "") => run(directory, words, input).output;
}

/** One line of output without its end; undefined where git failed. */
export function lineOf(output: Buffer | undefined): string | undefined {
  return output?.toString("utf8").replace(/\n$/, "");
}

/** Why git knows no repository at a folder, with what to do about it. */
export function whyNoRepository(directory: string): string {
  const { output, complaint } = run(directory, ["rev-parse", "--show-prefix"], "");
  if (output !== undefined) return "";
  if (complaint.includes("ENOENT")) return "git is not installed";
  return complaint.includes("safe.directory")
    ? `git does not trust \`${directory}\`: run \`git config --global --add safe.directory '*'\``
    : `\`${directory}\` is not in a git repository`;
}
