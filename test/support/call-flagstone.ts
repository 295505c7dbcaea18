import type { Caller } from "../../scripts/cli/caller.ts";
import { runCommandLine } from "../../scripts/cli/run-command-line.ts";

/** What a command printed, and how it ended. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a folder, in this process, as a script would: without a terminal or standard input. */
export async function callFlagstone(
  words: readonly string[],
  directory: string,
  hear: (text: string) => void = () => {},
): Promise<Run> {
  const texts = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof texts) => ({
    isTTY: false,
    write: (text: string): boolean => {
      texts[name] += text;
      hear(text);
      return true;
    },
  });
  const caller = {
    directory,
    env: {},
    stdin: { isTTY: false },
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    signals: process,
    today: () => Date.now(),
    now: () => performance.now(),
  };
  const status = await runCommandLine(words, caller as unknown as Caller);
  return { status, ...texts };
}
