import { CommanderError, Command as Parser, Option as ParserOption } from "commander";
import packageFile from "../../package.json" with { type: "json" };
import { type Command, commands, topics } from "../commands/index.ts";
import type { OptionValues } from "../commands/input.ts";
import { type Option, options } from "../commands/options.ts";
import { meant } from "../model/did-you-mean.ts";
import type { Instant } from "../model/time.ts";
import { UsageError } from "./usage-error.ts";

/** The options of a call that were given: those of its command, and `-C`. */
export type Given = OptionValues & { readonly C?: string };

/** A call of a command. */
export interface Call {
  readonly command: Command;
  readonly operands: readonly string[];
  readonly given: Given;
}

/** Help or the version, as text for one of the two streams; without a command, help is an error message. */
interface Shown {
  readonly text: string;
  readonly isComplaint: boolean;
}

/** What the words after `flagstone` ask for on a day; throws a UsageError if they cannot be understood. */
export function readArguments(words: readonly string[], today: Instant): Call | Shown {
  let call: Call | undefined;
  let text = "";
  let isComplaint = false;
  const parser = createParser(
    today,
    (each) => {
      call = each;
    },
    (part) => {
      text += part;
    },
  );
  try {
    parser.parse(isHelpOfNothing(words) ? words.slice(1) : words, { from: "user" });
  } catch (error) {
    // The parser also throws after it has shown its help.
    if (!(error instanceof CommanderError)) throw error;
    isComplaint = error.exitCode !== 0;
  }
  return call ?? { text, isComplaint };
}

/** Whether help is asked for a command that does not exist, for which the parser would show all help without a word. */
function isHelpOfNothing([first, second]: readonly string[]): boolean {
  if (first !== "help" || second === undefined || second.startsWith("-")) return false;
  return second !== "help" && !commands.some(({ name }) => name === second);
}

function createParser(today: Instant, act: (call: Call) => void, write: (text: string) => void): Parser {
  const parser = new Parser("flagstone")
    .usage("<command> [options]")
    .description("Feature flags, frozen privileges, staged releases and customer groups as reviewed YAML.")
    .option("-C <folder>", "run as if called in this folder")
    .helpOption("-h, --help", "show this help")
    .commandsGroup("Show:" satisfies `${(typeof topics)[number]}:`)
    .helpCommand("help [command]", "show the help of a command")
    .version(packageFile.version, "-v, --version", "show the version")
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: write,
      writeErr: write,
      outputError: (message) => refuse(message, "flagstone --help"),
    })
    .addHelpText(
      "after",
      "\nExit code: 0 clean, 1 findings or an edit that was declined, 2 the command cannot run, 130 interrupted.",
    )
    .exitOverride();
  for (const topic of topics)
    for (const command of commands.filter((each) => each.topic === topic)) addCommand(parser, command, today, act);
  return parser;
}

function addCommand(parser: Parser, command: Command, today: Instant, act: (call: Call) => void): void {
  const { name, topic, operands, summary, details } = command;
  const sub = parser
    .command(`${name} ${operands.replaceAll("<", "[").replaceAll(">", "]")}`.trim())
    .usage(`[options] ${operands}`.trim())
    .helpGroup(`${topic}:`)
    .summary(summary)
    .description(details === undefined ? summary : `${summary}; ${details}`)
    .configureOutput({ outputError: (message) => refuse(message, `flagstone ${name} --help`) });
  for (const each of command.options) {
    const { flags, summary, read, many }: Option = options[each];
    const option = new ParserOption(flags, summary);
    if (read !== undefined)
      option.argParser<unknown>((text, earlier) => (many ? [...(Array.isArray(earlier) ? earlier : []), text] : text));
    sub.addOption(option);
  }
  sub.action(() => act({ command, operands: sub.args, given: valuesOf(command, sub.optsWithGlobals(), today) }));
}

/** Reads the texts of options. A relative day counts from the day that the call is for. */
function valuesOf(command: Command, texts: Readonly<Record<string, unknown>>, today: Instant): Given {
  const readOne = (each: keyof typeof options, text: unknown, day: Instant): unknown => {
    const { flags, read, wants, why }: Option = options[each];
    if (read === undefined || typeof text !== "string") return text;
    const value = read(text, day);
    if (value === undefined)
      throw new UsageError(`\`${/--[\w-]+/.exec(flags)}\` takes ${wants}, not \`${text}\`${why?.(text) ?? ""}`);
    return value;
  };
  const asOf = texts.asOf === undefined ? today : readOne("asOf", texts.asOf, today);
  const day = typeof asOf === "number" ? asOf : today;
  const values = command.options.map((each): [string, unknown] => {
    const text = texts[each];
    if (each === "asOf") return [each, text && asOf];
    return [each, Array.isArray(text) ? text.map((one) => readOne(each, one, day)) : readOne(each, text, day)];
  });
  return { ...texts, ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) } as Given;
}

/** Throws the parser's message in our wording, with where to find help. */
function refuse(message: string, help: string): never {
  const [fault = "", question] = message
    .trim()
    .replace(/^error: /, "")
    .split("\n");
  const names = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(question ?? "")?.[1]?.split(", ");
  const advice = names === undefined ? `; see \`${help}\`` : `; ${meant(...names)}`;
  throw new UsageError(fault.replace(/\. Expected.*$/, "").replaceAll(/'([^']*)'/g, "`$1`") + advice);
}
