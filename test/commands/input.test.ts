import { expect, it } from "vitest";
import { type CommandTable, commands } from "../../scripts/commands/index.ts";
import type { Input, KeyOf, OptionValues } from "../../scripts/commands/input.ts";
import { options } from "../../scripts/commands/options.ts";

type Each = CommandTable[number];
type Offered<Command extends Each> = KeyOf<Command["options"][number]>;
type ReadBy<Command extends Each> =
  Awaited<ReturnType<Command["load"]>> extends (input: infer Own, host: never) => unknown ? keyof Own : never;

/** Options that a command reads but does not offer, so that they could never be given. */
type Unoffered = {
  [Command in Each as Command["name"]]: Exclude<ReadBy<Command> & keyof OptionValues, Offered<Command>>;
};

/** Options that a command offers but does not read, except those that the command line reads for it. */
type Unread = {
  [Command in Each as Command["name"]]: Exclude<
    Offered<Command>,
    | ReadBy<Command>
    | "dryRun"
    | "yes"
    | "strict"
    | "report"
    | "timings"
    | (Command["name"] extends "check" | "build" | "fix" ? "format" : never)
  >;
};

/** Fields of the input that no command reads. */
type UnreadByAll = Exclude<
  keyof Input,
  keyof OptionValues | { [Command in Each as Command["name"]]: ReadBy<Command> }[Each["name"]]
>;

type Value<Key extends keyof OptionValues> = NonNullable<OptionValues[Key]>;
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;

it("a command reads what it offers, and offers what it reads, by their types", () => {
  const none: [Same<Unoffered[keyof Unoffered], never>, Same<Unread[keyof Unread], never>, Same<UnreadByAll, never>] = [
    true,
    true,
    true,
  ];
  expect(none).toHaveLength(3);
});

it("the type of an option is that of its parsed text", () => {
  const same: [
    Same<Value<"dryRun">, boolean>,
    Same<Value<"alias">, boolean>,
    Same<Value<"asOf">, number>,
    Same<Value<"until">, string>,
    Same<Value<"limit">, number>,
    Same<Value<"to">, string>,
    Same<Value<"mergedAt">, readonly { readonly commit: string; readonly at: number }[]>,
  ] = [true, true, true, true, true, true, true];
  expect(same).toHaveLength(7);
});

it("each option in the table is offered by a command, and by each command at most once", () => {
  const offered = commands.flatMap((command) => command.options);
  expect(Object.keys(options).filter((name) => !offered.some((each) => each === name))).toEqual([]);
  for (const command of commands) expect(new Set(command.options).size, command.name).toBe(command.options.length);
});
