import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import type { Input } from "./input.ts";
import type { OptionName } from "./options.ts";

/** Runs a command: it reads through the host, and neither prints nor writes. */
export type Run = (input: Input, host: Host) => Outcome;

/** The same for a command that has to wait for the host. */
export type WaitingRun = (input: Input, host: Host) => Promise<Outcome>;

/** The topics of commands, in the order of the help. */
export const topics = [
  "Begin",
  "Check and build",
  "Show",
  "Create and change",
  "Customers",
  "Releases",
  "Freeze and retire",
  "Clean up",
  "Serve",
  "Other files",
] as const;

type Topic = (typeof topics)[number];

/** A command of the command line. */
export interface Command {
  readonly name: string;
  readonly topic: Topic;
  /**
   * The operands, as the help shows them: `<name>` is required, `[name]` is optional, `name...` may be repeated. The
   * command itself reports what is missing, since it knows an example.
   */
  readonly operands: string;
  /** Its line in the list of all commands. */
  readonly summary: string;
  /** What its own help adds, in sentences. */
  readonly details?: string;
  readonly options: readonly OptionName[];
  /** Its code is loaded only when it runs, so that the others start sooner. */
  readonly load: () => Promise<Run | WaitingRun>;
}

/** The options of every command that changes files. */
const ofEdits = ["dryRun", "yes", "asOf"] as const;

/** The options of those that list customers. */
const ofEntries = ["from", "until", "reason", "link", "idsFrom", "where"] as const;

const table = [
  {
    name: "init",
    topic: "Begin",
    operands: "[folder]",
    summary: "begin in a repository: write what is missing, and a first flag",
    details: "in the root of workspaces, the folder is a new package (default: `flags` next to the others)",
    options: ["firstScope", "firstOwner", "dryRun", "yes", "asOf"],
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "check",
    topic: "Check and build",
    operands: "[file...]",
    summary: "check the files, and with --base the change",
    details: "with files or folders, checks everything but reports only findings in these",
    options: ["base", "mergedAt", "newOnly", "allowExpired", "asOf", "strict", "format", "report", "timings"],
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "build",
    topic: "Check and build",
    operands: "",
    summary: "check, then write the module that services import",
    options: ["verify", "out", "allowExpired", "asOf", "format", "report", "timings"],
    load: async () => (await import("./build.ts")).build,
  },
  {
    name: "diff",
    topic: "Show",
    operands: "[base] [head]",
    summary: "show the effect of a change: who gains, who loses",
    details:
      "compares the head (default: the files as they are) with the commit where it left the base (default: the upstream branch)",
    options: ["effectFormat", "asOf"],
    load: async () => (await import("./diff.ts")).diff,
  },
  {
    name: "explain",
    topic: "Show",
    operands: "[name] [scope=id...]",
    summary: "show what a customer gets, and the lines that decide it",
    details: "pass the group of a set with `told` like a scope, as in `plan=pro`",
    options: ["at", "environment", "textFormat"],
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "list",
    topic: "Show",
    operands: "[query...]",
    summary: "list names with their kind, owner, state and last day",
    details:
      "a query has words, and qualifiers such as `owner:growth kind:flag state:paused expires:<30d in:ring/vip`; `-` in front negates one",
    options: ["environment", "asOf", "tableFormat"],
    load: async () => (await import("./list.ts")).list,
  },
  {
    name: "who",
    topic: "Show",
    operands: "<name>",
    summary: "show every customer of a flag, group, stage or frozen list",
    details: "with what each gets and when; includes children, patterns, conditions and shares",
    options: ["at", "environment", "tableFormat"],
    load: async () => (await import("./who.ts")).who,
  },
  {
    name: "log",
    topic: "Show",
    operands: "[name]",
    summary: "show who changed what, when and in which commit",
    details: "for everything, a current or former name, a group (`ring/canary`) or a customer (`account=acme`)",
    options: ["limit", "since", "mergedAt", "textFormat"],
    load: async () => (await import("./log.ts")).log,
  },
  {
    name: "statement",
    topic: "Show",
    operands: "[scope=id...]",
    summary: "state what a customer has and why, or who keeps a privilege",
    details: "with --privilege, states who keeps it without a plan that grants it, for accounting",
    options: ["privilege", "since", "asOf", "environment", "statementFormat"],
    load: async () => (await import("./statement.ts")).statement,
  },
  {
    name: "catalog",
    topic: "Show",
    operands: "",
    summary: "write a static site about all names, for people",
    details: "to catalog/, or to --out; without --ids, no file contains a customer id",
    options: ["out", "ids"],
    load: async () => (await import("./catalog.ts")).catalog,
  },
  {
    name: "forecast",
    topic: "Show",
    operands: "",
    summary: "show what changes by itself, and which checks will fail, by day",
    options: ["until", "days", "owner", "asOf", "forecastFormat"],
    load: async () => (await import("./forecast.ts")).forecast,
  },
  {
    name: "code",
    topic: "Show",
    operands: "[code]",
    summary: "show what the code of a finding means, with examples",
    details: "without a code, lists all codes",
    options: [],
    load: async () => (await import("./code.ts")).code,
  },
  {
    name: "new",
    topic: "Create and change",
    operands: "<kind> <name>",
    summary: "create a flag, release, privilege, group set or attribute",
    details: "the kind is flag, release, privilege, groups or attribute",
    options: [
      "description",
      "owner",
      "scope",
      "global",
      "expires",
      "permanent",
      "default",
      "variants",
      "values",
      "groups",
      "told",
      "by",
      "serving",
      "type",
      "ignoreCase",
      ...ofEdits,
    ],
    load: async () => (await import("./new.ts")).create,
  },
  {
    name: "pause",
    topic: "Create and change",
    operands: "<flag> <reason...>",
    summary: "give everyone a flag's default until it is resumed",
    options: ["environment", ...ofEdits],
    load: async () => (await import("./pause.ts")).pause,
  },
  {
    name: "resume",
    topic: "Create and change",
    operands: "<flag>",
    summary: "end the pause of a flag",
    options: ["environment", ...ofEdits],
    load: async () => (await import("./resume.ts")).resume,
  },
  {
    name: "rollout",
    topic: "Create and change",
    operands: "<flag> <percent>",
    summary: "change the percentage of customers who get a flag",
    details: "with --among, only for a part of them; `none` removes the rollout",
    options: ["among", "by", "environment", ...ofEdits],
    load: async () => (await import("./rollout.ts")).rollout,
  },
  {
    name: "value",
    topic: "Create and change",
    operands: "<flag> <variant> <value>",
    summary: "change the value of a flag's variant",
    details: "the value is JSON; anything else is text",
    options: [...ofEdits],
    load: async () => (await import("./value.ts")).value,
  },
  {
    name: "flip",
    topic: "Create and change",
    operands: "<flag> [value]",
    summary: "change a default; existing customers keep what they have",
    details: "with --from, only customers created on or after that day get the new default",
    options: ["keepExisting", "from", "scope", "environment", ...ofEdits],
    load: async () => (await import("./flip.ts")).flip,
  },
  {
    name: "extend",
    topic: "Create and change",
    operands: "<flag>",
    summary: "move a flag's last day, and record why",
    options: ["until", "reason", ...ofEdits],
    load: async () => (await import("./extend.ts")).extend,
  },
  {
    name: "enable",
    topic: "Customers",
    operands: "<flag> [scope=id...]",
    summary: "list customers, or conditions, that get a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./enable.ts")).enable,
  },
  {
    name: "disable",
    topic: "Customers",
    operands: "<flag> [scope=id...]",
    summary: "list customers, or conditions, that do not get a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./disable.ts")).disable,
  },
  {
    name: "assign",
    topic: "Customers",
    operands: "<flag> <variant> [scope=id...]",
    summary: "list customers, or conditions, that get a variant of a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./assign.ts")).assign,
  },
  {
    name: "unset",
    topic: "Customers",
    operands: "<flag> [scope=id...]",
    summary: "remove customers, or conditions, from all lists of a flag",
    details: "with --from, starting on that day",
    options: ["from", "idsFrom", "where", "scope", "environment", ...ofEdits],
    load: async () => (await import("./unset.ts")).unset,
  },
  {
    name: "join",
    topic: "Customers",
    operands: "<group> [id...]",
    summary: "add customers, or conditions, to a group",
    details: "in an exclusive set, they leave their former group",
    options: [...ofEntries, "environment", ...ofEdits],
    load: async () => (await import("./join.ts")).join,
  },
  {
    name: "leave",
    topic: "Customers",
    operands: "<group> [id...]",
    summary: "remove customers, or conditions, from a group",
    details: "with --from, starting on that day",
    options: ["from", "idsFrom", "where", "environment", ...ofEdits],
    load: async () => (await import("./leave.ts")).leave,
  },
  {
    name: "rename",
    topic: "Customers",
    operands: "<scope> <old> <new>",
    summary: "change a customer's id in every file",
    details: "the former id becomes an alias of the new one",
    options: ["until", "noAlias", "merge", "prefer", "keepRollout", "owner", ...ofEdits],
    load: async () => (await import("./rename.ts")).rename,
  },
  {
    name: "forget",
    topic: "Customers",
    operands: "<scope> <id>",
    summary: "remove a customer from every file",
    options: ["texts", ...ofEdits],
    load: async () => (await import("./forget.ts")).forget,
  },
  {
    name: "stages",
    topic: "Releases",
    operands: "[release]",
    summary: "show what each stage serves, since when, and what may come next",
    details: "without a release, lists all; times come from the history of a branch (--base, default: HEAD)",
    options: ["base", "mergedAt", "environment", "textFormat"],
    load: async () => (await import("./stages.ts")).stages,
  },
  {
    name: "promote",
    topic: "Releases",
    operands: "<release> [version]",
    summary: "give the first stage a new version, or --to the next",
    options: ["toStage", "waive", "approvedBy", "base", "mergedAt", "environment", ...ofEdits],
    load: async () => (await import("./promote.ts")).promote,
  },
  {
    name: "rollback",
    topic: "Releases",
    operands: "<release>",
    summary: "return one or all stages to what they served before",
    options: ["stage", "all", "toVersion", "block", "base", "environment", ...ofEdits],
    load: async () => (await import("./rollback.ts")).rollback,
  },
  {
    name: "freeze",
    topic: "Freeze and retire",
    operands: "<flag>",
    summary: "turn a flag into a privilege that its customers keep",
    options: ["privilege", "sunset", "scope", "owner", "description", "estimate", ...ofEdits],
    load: async () => (await import("./freeze.ts")).freeze,
  },
  {
    name: "retire",
    topic: "Freeze and retire",
    operands: "<name>",
    summary: "remove a name for good, and record its answer",
    details: "the name of a flag, a release, a privilege, a group set or an attribute",
    options: ["outcome", "answer", ...ofEdits],
    load: async () => (await import("./retire.ts")).retire,
  },
  {
    name: "fix",
    topic: "Clean up",
    operands: "",
    summary: "apply all fixes that `check` is certain of",
    options: ["format", "strict", ...ofEdits],
    load: async () => (await import("./fix.ts")).fix,
  },
  {
    name: "prune",
    topic: "Clean up",
    operands: "",
    summary: "remove expired entries that no longer affect anyone",
    details: "removes expired entries, patterns, pins and aliases, and merged waivers",
    options: ["base", ...ofEdits],
    load: async () => (await import("./prune.ts")).prune,
  },
  {
    name: "serve",
    topic: "Serve",
    operands: "",
    summary: "answer over HTTP, with OpenFeature's protocol OFREP",
    details: "serves what was built, and follows its data; anyone who can reach it may ask about any customer",
    options: ["port", "host", "scope", "environment"],
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    name: "bulk",
    topic: "Other files",
    operands: "<set|unset|list> <word...>",
    summary: "set, unset or list flags in other YAML and JSON files",
    details:
      "`bulk set <setting> <file...>` adds `do_something` or `no_do_something` to the settings string in each file; `bulk unset <flag> <file...>` removes both; `bulk list <file...>` shows which files set what",
    options: ["pointer", "keepGoing", "set", "missing", "dryRun", "yes"],
    load: async () => (await import("./bulk.ts")).bulk,
  },
  {
    name: "codeowners",
    topic: "Other files",
    operands: "",
    summary: "print who owns each file, as CODEOWNERS lines",
    options: ["write", "verify"],
    load: async () => (await import("./codeowners.ts")).codeowners,
  },
] as const satisfies readonly Command[];

/** All commands, grouped by topic in the order of the help. */
export const commands: readonly Command[] = table;

/** The same with the options of each command and what it reads, so that the types can be compared. */
export type CommandTable = typeof table;
