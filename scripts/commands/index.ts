import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import type { OptionName } from "./options.ts";

/** What runs when a command is called: it reads through the host, and neither prints nor writes. */
export type Run = (input: Input, host: Host) => Outcome;

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** The operands, as the help shows them: `<name>` must be there, `[name]` may be, `name...` may be many. */
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** The command's code is loaded only when it runs, so that the others start sooner. */
  readonly load: () => Promise<Run>;
}

/** The options of every command that changes files. */
const ofEdits = ["dryRun", "yes", "asOf"] as const;

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "check",
    operands: "",
    summary: "judge the files of flags/ and groups/, and with a base what the change does",
    options: ["base", "newOnly", "allowExpired", "asOf", "strict", "format", "report", "timings"],
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "build",
    operands: "",
    summary: "check, then write the module that services import",
    options: ["verify", "allowExpired", "asOf", "out", "format", "report", "timings"],
    load: async () => (await import("./build.ts")).build,
  },
  {
    name: "diff",
    operands: "[base] [head]",
    summary:
      "tell what a change does: who gains, who loses, what moves, from where the head (default: the working tree) left the base (default: the upstream branch)",
    options: ["asOf", "effectFormat"],
    load: async () => (await import("./diff.ts")).diff,
  },
  {
    name: "explain",
    operands: "[name] [scope=id...]",
    summary: "tell what a name answers for a customer, or all that a customer has, and the lines that decide it",
    options: ["at", "environment"],
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "pause",
    operands: "[flag] [reason...]",
    summary: "give everyone the default of a flag until it is resumed; its lists stay as they are",
    options: [...ofEdits, "environment"],
    load: async () => (await import("./pause.ts")).pause,
  },
  {
    name: "resume",
    operands: "[flag]",
    summary: "let a paused flag decide again",
    options: [...ofEdits, "environment"],
    load: async () => (await import("./resume.ts")).resume,
  },
  {
    name: "rollout",
    operands: "[flag] [percent]",
    summary: "change the share of customers who get a flag",
    options: [...ofEdits, "environment"],
    load: async () => (await import("./rollout.ts")).rollout,
  },
  {
    name: "prune",
    operands: "",
    summary: "take out entries, patterns, pins and aliases that ended, and waivers that the base has; nobody notices",
    options: [...ofEdits, "base"],
    load: async () => (await import("./prune.ts")).prune,
  },
  {
    name: "fix",
    operands: "",
    summary: "make every repair that `check` is certain of, and report what is left",
    options: [...ofEdits, "format", "strict"],
    load: async () => (await import("./fix.ts")).fix,
  },
  {
    name: "bulk",
    operands: "[set|list] [words...]",
    summary:
      "`bulk set <setting> <file...>` adds a setting, `do_something` or `no_do_something`, to the string in other people's YAML or JSON files; `bulk list <file...>` tells which have what",
    options: ["pointer", "keepGoing", "dryRun", "yes", "set", "missing"],
    load: async () => (await import("./bulk.ts")).bulk,
  },
  {
    name: "codeowners",
    operands: "",
    summary: "tell who owns each file, as lines of CODEOWNERS",
    options: ["write", "verify"],
    load: async () => (await import("./codeowners.ts")).codeowners,
  },
  {
    name: "code",
    operands: "[code]",
    summary: "tell what the code of a finding means, with a wrong and a right example",
    options: [],
    load: async () => (await import("./code.ts")).code,
  },
];
