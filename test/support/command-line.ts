import type { Command } from "../../scripts/commands/index.ts";
import { type Option, options } from "../../scripts/commands/options.ts";
import type { Input } from "../../scripts/edit/input.ts";

/** What the words behind a command's name say, as the command line reads them; throws where it would complain. */
export function readInput(command: Command, words: readonly string[]): Input {
  const given: Record<string, unknown> = {};
  const operands: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const name = command.options.find((each) => options[each].flags.split(" ")[0] === word);
    if (name === undefined && word.startsWith("--")) throw new Error(`${command.name} has no option ${word}`);
    if (name === undefined) operands.push(word);
    else {
      const { flags, read }: Option = options[name];
      const key = (flags.split(" ")[0] ?? "")
        .slice(2)
        .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const text = flags.includes("<") ? words[++at] : undefined;
      given[key] = text === undefined ? true : read === undefined ? text : read(text);
      // As the parser does it: an option that begins so takes back what holds without it.
      if (word.startsWith("--no-")) given[`${key.charAt(2).toLowerCase()}${key.slice(3)}`] = false;
      if (given[key] === undefined) throw new Error(`${word} does not take ${text}`);
    }
  }
  return { ...given, operands, colour: false };
}
