import { readArguments } from "../../scripts/cli/read-arguments.ts";
import type { Run, WaitingRun } from "../../scripts/commands/index.ts";
import type { Input } from "../../scripts/commands/input.ts";
import { usualDay } from "./usual-dates.ts";

/** The command and input of a command line; throws if the command line is wrong. */
export async function readCall(
  words: readonly string[],
): Promise<{ readonly run: Run | WaitingRun; readonly input: Input }> {
  const call = readArguments(words, usualDay.asOf);
  if (!("command" in call)) throw new Error(`no command in ${words.join(" ")}`);
  return { run: await call.command.load(), input: { ...call.given, operands: call.operands, colour: false } };
}
