import { type Instant, instantOf, isDate } from "../model/time.ts";

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
  read: (text: string) => (isDate(text) ? (instantOf(text) satisfies Instant) : undefined),
  wants: "a day like 2026-11-21, or an RFC 3339 timestamp",
};

/** The text of a date, as it is to be written. */
const dateText = {
  read: (text: string) => (isDate(text) ? text : undefined),
  wants: "a day like 2027-01-31, or an RFC 3339 timestamp",
};

const sentence = { read: (text: string) => text.replace(/\s+/g, " ").trim() || undefined, wants: "a text" };

/** All options, by their name in the input of a command. */
export const options = {
  all: { flags: "--all", summary: "all stages" },
  allowExpired: { flags: "--allow-expired", summary: "make what has expired a warning" },
  answer: { flags: "--answer <value>", summary: "what all get from now on, also code that was built earlier" },
  approvedBy: { flags: "--approved-by <who>", summary: "who allows what is waived" },
  asOf: { flags: "--as-of <date>", summary: "judge for this day or instant (default: today, UTC)", ...date },
  at: { flags: "--at <date>", summary: "answer for this day or instant (default: now)", ...date },
  base: { flags: "--base <ref>", summary: "the branch or commit that the change is to go into" },
  block: { flags: "--block <reason>", summary: "never serve again what the stages leave" },
  by: { flags: "--by <name>", summary: "of a rollout, the scope whose ids count; of a release, the group set" },
  default: { flags: "--default <value>", summary: "what everyone else gets: true, false, a variant, a group" },
  description: { flags: "--description <sentence>", summary: "what changes for whom", ...sentence },
  dryRun: { flags: "--dry-run", summary: "show what would be written, and write nothing" },
  effectFormat: { flags: "--format <format>", summary: "write the effect as text, json or markdown" },
  environment: { flags: "--environment <name>", summary: "the environment that is meant (default: the first)" },
  estimate: { flags: "--estimate", summary: "only tell what it would come to" },
  expires: { flags: "--expires <date>", summary: "the last day on which a flag decides anything", ...dateText },
  format: {
    flags: "--format <format>",
    summary: "write the report as text, json, github, markdown, rdjson, sarif or gitlab",
  },
  from: { flags: "--from <date>", summary: "the first day on which it holds (default: at once)", ...dateText },
  global: { flags: "--global", summary: "of a flag, that it is the same for everyone" },
  groups: { flags: "--groups <names>", summary: "groups of a set, or stages of a release, like `canary,vip`" },
  idsFrom: { flags: "--ids-from <file>", summary: "read ids from this file too, one a line; `-` is standard input" },
  keepExisting: {
    flags: "--keep-existing <file>",
    summary: "the customers who are there already and keep what they have, one id a line; `-` is standard input",
  },
  keepGoing: { flags: "--keep-going", summary: "change the files that can be changed, though others cannot" },
  keepRollout: { flags: "--keep-rollout", summary: "list the customer with what a rollout gave the former id" },
  limit: {
    flags: "--limit <number>",
    summary: "tell so many commits, or all (default: 20)",
    read: (text) => (text === "all" ? Infinity : /^[1-9]\d*$/.test(text) ? Number(text) : undefined),
    wants: "a number from 1 on, or all",
  },
  missing: { flags: "--missing <flag>", summary: "only files that do not set this flag, either way" },
  newOnly: { flags: "--new-only", summary: "report only what the change brought, and count the rest" },
  noAlias: { flags: "--no-alias", summary: "write no alias: the former id is a stranger's from now on" },
  out: { flags: "--out <folder>", summary: "write to this folder (default: generated/)" },
  outcome: { flags: "--outcome <outcome>", summary: "what became of it: shipped or dropped" },
  owner: { flags: "--owner <name>", summary: "who answers for it (default: the only owner)" },
  permanent: { flags: "--permanent <why>", summary: "why a flag has no end", ...sentence },
  pointer: {
    flags: "--pointer <pointer>",
    summary: "where in the files the string stands (default: /advanced/feature_flags)",
  },
  prefer: { flags: "--prefer <which>", summary: "whose settings count where two become one: old or new" },
  privilege: {
    flags: "--privilege <name>",
    summary: "the privilege that the flag becomes; it may have the flag's name",
  },
  reason: { flags: "--reason <text>", summary: "why, for the next reader", ...sentence },
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
  scope: { flags: "--scope <scope>", summary: "whose ids are meant, where that is not said otherwise" },
  serving: { flags: "--serving <version>", summary: "the version that all stages of a release begin with" },
  set: {
    flags: "--set <setting>",
    summary: "only files that have this setting, like `do_something` or `no_do_something`",
  },
  since: { flags: "--since <date>", summary: "leave out what was merged before this day or instant", ...date },
  stage: { flags: "--stage <stage>", summary: "the stage that goes back" },
  strict: { flags: "--strict", summary: "fail on warnings too" },
  sunset: { flags: "--sunset <date>", summary: "the last day of the frozen list (default: none)", ...dateText },
  textFormat: { flags: "--format <format>", summary: "write it as text or json" },
  texts: { flags: "--texts <what>", summary: "what becomes of the id within texts: remove or keep" },
  timings: { flags: "--timings", summary: "tell on stderr where the time went" },
  toStage: { flags: "--to <stage>", summary: "the stage that takes what the stage before it serves" },
  toVersion: { flags: "--to <version>", summary: "the version to go back to, one that is proven" },
  told: { flags: "--told <names>", summary: "groups that are told by whoever asks, like `free,pro`" },
  until: {
    flags: "--until <date>",
    summary: "the last day on which it holds, or `none`",
    read: (text) => (text === "none" ? text : dateText.read(text)),
    wants: `${dateText.wants}, or \`none\``,
  },
  variants: { flags: "--variants <names>", summary: "what a flag answers instead of true and false, like `one,two`" },
  verify: { flags: "--verify", summary: "write nothing, and fail if what is written is not what would be" },
  waive: { flags: "--waive <reason>", summary: "write a waiver too, where the gate would not have it" },
  write: { flags: "--write <file>", summary: "write to this file, and leave what else it has as it was" },
  yes: { flags: "--yes", summary: "write without a question" },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;
