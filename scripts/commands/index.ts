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

/** The options of those that list customers. */
const ofEntries = [...ofEdits, "environment", "from", "until", "reason", "idsFrom"] as const;

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
    options: [...ofEdits, "environment", "by"],
    load: async () => (await import("./rollout.ts")).rollout,
  },
  {
    name: "promote",
    operands: "[release] [version]",
    summary: "bring a version to the first stage of a release, or with --to what the stage before serves to the next",
    options: [...ofEdits, "toStage", "waive", "approvedBy", "base", "environment"],
    load: async () => (await import("./promote.ts")).promote,
  },
  {
    name: "rollback",
    operands: "[release]",
    summary: "bring a stage of a release, or all, back to what it held before, or to a version that is proven",
    options: [...ofEdits, "stage", "all", "toVersion", "block", "base", "environment"],
    load: async () => (await import("./rollback.ts")).rollback,
  },
  {
    name: "enable",
    operands: "[flag] [scope=id...]",
    summary: "list customers who get a flag, whatever else it says of them",
    options: [...ofEntries, "scope"],
    load: async () => (await import("./enable.ts")).enable,
  },
  {
    name: "disable",
    operands: "[flag] [scope=id...]",
    summary: "list customers who do not get a flag, whatever else it says of them",
    options: [...ofEntries, "scope"],
    load: async () => (await import("./disable.ts")).disable,
  },
  {
    name: "assign",
    operands: "[flag] [variant] [scope=id...]",
    summary: "list customers who get a variant of a flag, whatever else it says of them",
    options: [...ofEntries, "scope"],
    load: async () => (await import("./assign.ts")).assign,
  },
  {
    name: "unset",
    operands: "[flag] [scope=id...]",
    summary: "take customers out of every list of a flag, now or from a day on",
    options: [...ofEdits, "environment", "from", "idsFrom", "scope"],
    load: async () => (await import("./unset.ts")).unset,
  },
  {
    name: "join",
    operands: "[group] [id...]",
    summary: "put customers into a group, and of an exclusive set out of its others",
    options: ofEntries,
    load: async () => (await import("./join.ts")).join,
  },
  {
    name: "leave",
    operands: "[group] [id...]",
    summary: "take customers out of a group, now or from a day on",
    options: [...ofEdits, "environment", "from", "idsFrom"],
    load: async () => (await import("./leave.ts")).leave,
  },
  {
    name: "extend",
    operands: "[flag]",
    summary: "give a flag more time, and write why beside the date",
    options: [...ofEdits, "until", "reason"],
    load: async () => (await import("./extend.ts")).extend,
  },
  {
    name: "new",
    operands: "[kind] [name]",
    summary: "begin a flag, a release, a privilege or a set of groups",
    options: [
      ...ofEdits,
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
    ],
    load: async () => (await import("./new.ts")).create,
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
    name: "log",
    operands: "[name]",
    summary:
      "tell who changed what, when and in which commit, as effects: of everything, of a name that is or was, of a group (ring/canary) or of a customer (scope=id)",
    options: ["limit", "since", "textFormat"],
    load: async () => (await import("./log.ts")).log,
  },
  {
    name: "stages",
    operands: "<release>",
    summary:
      "tell what each stage of a release serves in each environment, since when on the line of a branch (--base, default: HEAD), and what it may take",
    options: ["base", "environment", "textFormat"],
    load: async () => (await import("./stages.ts")).stages,
  },
  {
    name: "freeze",
    operands: "[flag]",
    summary: "make a flag a paid privilege that everyone who has it now keeps, in a sealed list",
    options: ["privilege", "sunset", "scope", "owner", "description", "estimate", ...ofEdits],
    load: async () => (await import("./freeze.ts")).freeze,
  },
  {
    name: "retire",
    operands: "[name]",
    summary: "take a flag, release, privilege or group set out, and record its name with what everyone gets",
    options: ["outcome", "answer", ...ofEdits],
    load: async () => (await import("./retire.ts")).retire,
  },
  {
    name: "flip",
    operands: "[flag] [value]",
    summary:
      "change the default of a flag and keep what everyone has who is there now, or give it to customers created from a day on",
    options: ["keepExisting", "from", "scope", ...ofEdits, "environment"],
    load: async () => (await import("./flip.ts")).flip,
  },
  {
    name: "rename",
    operands: "[scope] [old] [new]",
    summary: "give a customer another id in every file, and let the former one mean the same customer",
    options: [...ofEdits, "until", "noAlias", "prefer", "keepRollout", "owner"],
    load: async () => (await import("./rename.ts")).rename,
  },
  {
    name: "forget",
    operands: "[scope] [id]",
    summary: "take a customer out of every file, so that none has the id any more",
    options: [...ofEdits, "texts"],
    load: async () => (await import("./forget.ts")).forget,
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
