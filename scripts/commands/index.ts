import type { Input } from "../edit/input.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import type { OptionName } from "./options.ts";

/** What runs when a command is called: it reads through the host, and neither prints nor writes. */
export type Run = (input: Input, host: Host) => Outcome;

/** What commands are for, in the order of the help. */
export const topics = [
  "Judge and build",
  "Tell",
  "Begin and change",
  "Customers",
  "Releases",
  "From flag to privilege, and away",
  "Tidy",
  "Other people's files",
] as const;

type Topic = (typeof topics)[number];

/** A command of the command line. */
export interface Command {
  readonly name: string;
  readonly topic: Topic;
  /**
   * The operands, as the help shows them: `<name>` must be there, `[name]` may be, `name...` may be many. The command
   * itself says what is missing, since it knows an example.
   */
  readonly operands: string;
  /** One line of the list of all commands. */
  readonly summary: string;
  /** What else its own help says, in sentences. */
  readonly details?: string;
  readonly options: readonly OptionName[];
  /** The command's code is loaded only when it runs, so that the others start sooner. */
  readonly load: () => Promise<Run>;
}

/** The options of every command that changes files. */
const ofEdits = ["dryRun", "yes", "asOf"] as const;

/** The options of those that list customers. */
const ofEntries = ["from", "until", "reason", "idsFrom"] as const;

/** All commands: those of a topic stand together, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "check",
    topic: "Judge and build",
    operands: "",
    summary: "judge the files, and with --base what the change does",
    options: ["base", "newOnly", "allowExpired", "asOf", "strict", "format", "report", "timings"],
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "build",
    topic: "Judge and build",
    operands: "",
    summary: "check, then write the module that services import",
    options: ["verify", "out", "allowExpired", "asOf", "format", "report", "timings"],
    load: async () => (await import("./build.ts")).build,
  },
  {
    name: "diff",
    topic: "Tell",
    operands: "[base] [head]",
    summary: "tell what a change does: who gains, who loses, what moves",
    details:
      "the head (default: the files as they are) is compared with where it left the base (default: the upstream branch)",
    options: ["effectFormat", "asOf"],
    load: async () => (await import("./diff.ts")).diff,
  },
  {
    name: "explain",
    topic: "Tell",
    operands: "[name] [scope=id...]",
    summary: "tell what a customer gets, and the lines that decide it",
    details: "a group set that is told is given like a scope, as in `plan=pro`",
    options: ["at", "environment"],
    load: async () => (await import("./explain.ts")).explain,
  },
  {
    name: "log",
    topic: "Tell",
    operands: "[name]",
    summary: "tell who changed what, when and in which commit, as effects",
    details: "of everything, of a name that is or was, of a group (`ring/canary`) or of a customer (`account=acme`)",
    options: ["limit", "since", "textFormat"],
    load: async () => (await import("./log.ts")).log,
  },
  {
    name: "code",
    topic: "Tell",
    operands: "[code]",
    summary: "tell what the code of a finding means, with examples",
    details: "without a code, all codes",
    options: [],
    load: async () => (await import("./code.ts")).code,
  },
  {
    name: "new",
    topic: "Begin and change",
    operands: "<kind> <name>",
    summary: "begin a flag, a release, a privilege or a set of groups",
    details: "the kind is flag, release, privilege or groups",
    options: [
      "description",
      "owner",
      "scope",
      "global",
      "expires",
      "permanent",
      "default",
      "variants",
      "groups",
      "told",
      "by",
      "serving",
      ...ofEdits,
    ],
    load: async () => (await import("./new.ts")).create,
  },
  {
    name: "pause",
    topic: "Begin and change",
    operands: "<flag> <reason...>",
    summary: "give everyone the default of a flag until it is resumed",
    options: ["environment", ...ofEdits],
    load: async () => (await import("./pause.ts")).pause,
  },
  {
    name: "resume",
    topic: "Begin and change",
    operands: "<flag>",
    summary: "let a paused flag decide again",
    options: ["environment", ...ofEdits],
    load: async () => (await import("./resume.ts")).resume,
  },
  {
    name: "rollout",
    topic: "Begin and change",
    operands: "<flag> <percent>",
    summary: "change the share of customers who get a flag",
    options: ["by", "environment", ...ofEdits],
    load: async () => (await import("./rollout.ts")).rollout,
  },
  {
    name: "flip",
    topic: "Begin and change",
    operands: "<flag> [value]",
    summary: "change the default; whoever is there keeps what they have",
    details: "with --from, only customers created from that day on get the new one",
    options: ["keepExisting", "from", "scope", "environment", ...ofEdits],
    load: async () => (await import("./flip.ts")).flip,
  },
  {
    name: "extend",
    topic: "Begin and change",
    operands: "<flag>",
    summary: "give a flag more time, and write why beside the date",
    options: ["until", "reason", ...ofEdits],
    load: async () => (await import("./extend.ts")).extend,
  },
  {
    name: "enable",
    topic: "Customers",
    operands: "<flag> <scope=id...>",
    summary: "list customers who get a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./enable.ts")).enable,
  },
  {
    name: "disable",
    topic: "Customers",
    operands: "<flag> <scope=id...>",
    summary: "list customers who do not get a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./disable.ts")).disable,
  },
  {
    name: "assign",
    topic: "Customers",
    operands: "<flag> <variant> <scope=id...>",
    summary: "list customers who get a variant of a flag",
    options: [...ofEntries, "scope", "environment", ...ofEdits],
    load: async () => (await import("./assign.ts")).assign,
  },
  {
    name: "unset",
    topic: "Customers",
    operands: "<flag> <scope=id...>",
    summary: "take customers out of every list of a flag",
    details: "with --from, from that day on",
    options: ["from", "idsFrom", "scope", "environment", ...ofEdits],
    load: async () => (await import("./unset.ts")).unset,
  },
  {
    name: "join",
    topic: "Customers",
    operands: "<group> <id...>",
    summary: "put customers into a group",
    details: "of an exclusive set, they leave the group that they were in",
    options: [...ofEntries, "environment", ...ofEdits],
    load: async () => (await import("./join.ts")).join,
  },
  {
    name: "leave",
    topic: "Customers",
    operands: "<group> <id...>",
    summary: "take customers out of a group",
    details: "with --from, from that day on",
    options: ["from", "idsFrom", "environment", ...ofEdits],
    load: async () => (await import("./leave.ts")).leave,
  },
  {
    name: "rename",
    topic: "Customers",
    operands: "<scope> <old> <new>",
    summary: "give a customer another id in every file",
    details: "the former one goes on to mean the same customer",
    options: ["until", "noAlias", "prefer", "keepRollout", "owner", ...ofEdits],
    load: async () => (await import("./rename.ts")).rename,
  },
  {
    name: "forget",
    topic: "Customers",
    operands: "<scope> <id>",
    summary: "take a customer out of every file",
    options: ["texts", ...ofEdits],
    load: async () => (await import("./forget.ts")).forget,
  },
  {
    name: "stages",
    topic: "Releases",
    operands: "<release>",
    summary: "tell what each stage serves, since when, and what it may take",
    details: "in each environment, and since when on the line of a branch (--base, default: HEAD)",
    options: ["base", "environment", "textFormat"],
    load: async () => (await import("./stages.ts")).stages,
  },
  {
    name: "promote",
    topic: "Releases",
    operands: "<release> [version]",
    summary: "bring a version to the first stage, or with --to to the next",
    options: ["toStage", "waive", "approvedBy", "base", "environment", ...ofEdits],
    load: async () => (await import("./promote.ts")).promote,
  },
  {
    name: "rollback",
    topic: "Releases",
    operands: "<release>",
    summary: "bring a stage, or all, back to what it held before",
    options: ["stage", "all", "toVersion", "block", "base", "environment", ...ofEdits],
    load: async () => (await import("./rollback.ts")).rollback,
  },
  {
    name: "freeze",
    topic: "From flag to privilege, and away",
    operands: "<flag>",
    summary: "make a flag a paid privilege that those who have it keep",
    options: ["privilege", "sunset", "scope", "owner", "description", "estimate", ...ofEdits],
    load: async () => (await import("./freeze.ts")).freeze,
  },
  {
    name: "retire",
    topic: "From flag to privilege, and away",
    operands: "<name>",
    summary: "take a name out for good, with the answer that all get now",
    details: "it may be the name of a flag, a release, a privilege or a group set",
    options: ["outcome", "answer", ...ofEdits],
    load: async () => (await import("./retire.ts")).retire,
  },
  {
    name: "fix",
    topic: "Tidy",
    operands: "",
    summary: "make every repair that `check` is certain of",
    options: ["format", "strict", ...ofEdits],
    load: async () => (await import("./fix.ts")).fix,
  },
  {
    name: "prune",
    topic: "Tidy",
    operands: "",
    summary: "take out what ended, where nobody notices",
    details: "entries, patterns, pins and aliases that ended, and waivers that the base has",
    options: ["base", ...ofEdits],
    load: async () => (await import("./prune.ts")).prune,
  },
  {
    name: "bulk",
    topic: "Other people's files",
    operands: "<set|list> <word...>",
    summary: "set flags in other people's YAML and JSON, or list who does",
    details:
      "`bulk set <setting> <file...>` adds `do_something` or `no_do_something` to the string of settings in each file; `bulk list <file...>` tells which files have what",
    options: ["pointer", "keepGoing", "set", "missing", "dryRun", "yes"],
    load: async () => (await import("./bulk.ts")).bulk,
  },
  {
    name: "codeowners",
    topic: "Other people's files",
    operands: "",
    summary: "tell who owns each file, as lines of CODEOWNERS",
    options: ["write", "verify"],
    load: async () => (await import("./codeowners.ts")).codeowners,
  },
];
