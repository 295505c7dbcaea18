import { type Command, commands } from "../../scripts/commands/index.ts";
import { options } from "../../scripts/commands/options.ts";

/** The options in a code span that its command does not have; if the span has no command, those that `own` lacks. */
export function strangeOptions(code: string, own?: Command): readonly string[] {
  const [, name] = /\bflagstone ([a-z]+)/.exec(code) ?? [];
  const command = name === undefined ? own : commands.find((each) => each.name === name);
  const known = command?.options.map((each) => options[each].flags.split(" ")[0]) ?? [];
  const isOurs = name !== undefined || code.startsWith("--");
  return isOurs ? (code.match(/(?<= |^)--[a-z-]+/g) ?? []).filter((option) => !known.includes(option)) : [];
}
