import { type Instant, isDate, startOf } from "../time.ts";

/** An option of the command line. It means the same in every command that takes it. */
export interface Option {
  /** As the help shows it. */
  readonly flags: string;
  readonly summary: string;
  /** Turns the text of its value into what the command takes; undefined where it cannot be read. */
  readonly read?: (text: string) => unknown;
  /** Whether it may be given several times; then its values come as a list. */
  readonly many?: boolean;
  /** What its value looks like, for the message about another one. */
  readonly wants?: string;
}

const date = {
  read: (text: string) => (isDate(text) ? (startOf(text) satisfies Instant) : undefined),
  wants: "a day like 2026-11-21, or an RFC 3339 timestamp",
};

/** All options, by their name in the input of a command. */
export const options = {
  all: { flags: "--all", summary: "all stages" },
  allowExpired: { flags: "--allow-expired", summary: "make what has expired a warning" },
  approvedBy: { flags: "--approved-by <who>", summary: "who allows what is waived" },
  asOf: { flags: "--as-of <date>", summary: "judge for this day or instant (default: today, UTC)", ...date },
  at: { flags: "--at <date>", summary: "answer for this day or instant (default: now)", ...date },
  base: { flags: "--base <ref>", summary: "the branch or commit that the change is to go into" },
  block: { flags: "--block <reason>", summary: "never serve again what the stages leave" },
  dryRun: { flags: "--dry-run", summary: "show what would be written, and write nothing" },
  effectFormat: { flags: "--format <format>", summary: "write the effect as text, json or markdown" },
  environment: { flags: "--environment <name>", summary: "the environment that is meant (default: the first)" },
  format: {
    flags: "--format <format>",
    summary: "write the report as text, json, github, markdown, rdjson, sarif or gitlab",
  },
  idsFrom: { flags: "--ids-from <file>", summary: "read ids from this file too, one a line; `-` is standard input" },
  keepGoing: { flags: "--keep-going", summary: "change the files that can be changed, though others cannot" },
  missing: { flags: "--missing <flag>", summary: "only files that do not set this flag, either way" },
  limit: {
    flags: "--limit <number>",
    summary: "tell so many commits, or all (default: 20)",
    read: (text) => (text === "all" ? Infinity : /^[1-9]\d*$/.test(text) ? Number(text) : undefined),
    wants: "a number from 1 on, or all",
  },
  newOnly: { flags: "--new-only", summary: "report only what the change brought, and count the rest" },
  out: { flags: "--out <folder>", summary: "write to this folder (default: generated/)" },
  pointer: {
    flags: "--pointer <pointer>",
    summary: "where in the files the string stands (default: /advanced/feature_flags)",
  },
  report: {
    flags: "--report <format=file>",
    summary: "write the report in this format to a file too; may be repeated",
    read: (text) => {
      const [, format, file] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      return format === undefined || file === undefined ? undefined : { format, file };
    },
    wants: "a format and a file, like `sarif=flags.sarif`",
    many: true,
  },
  stage: { flags: "--stage <stage>", summary: "the stage that goes back" },
  toStage: { flags: "--to <stage>", summary: "the stage that takes what the stage before it serves" },
  toVersion: { flags: "--to <version>", summary: "the version to go back to, one that is proven" },
  waive: { flags: "--waive <reason>", summary: "write a waiver too, where the gate would not have it" },
  set: {
    flags: "--set <setting>",
    summary: "only files that have this setting, like `do_something` or `no_do_something`",
  },
  strict: { flags: "--strict", summary: "fail on warnings too" },
  write: { flags: "--write <file>", summary: "write to this file, and leave what else it has as it was" },
  yes: { flags: "--yes", summary: "write without a question" },
  since: { flags: "--since <date>", summary: "leave out what was merged before this day or instant", ...date },
  textFormat: { flags: "--format <format>", summary: "write it as text or json" },
  verify: { flags: "--verify", summary: "write nothing, and fail if what is written is not what would be" },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;
