import { readRelativeDay } from "../model/relative-day.ts";
import { type Instant, instantOf, isDate } from "../model/time.ts";
import { daysAhead } from "./days-ahead.ts";

/** An option of the command line. It means the same in every command that takes it. */
export interface Option {
  /** As the help shows it. */
  readonly flags: string;
  readonly summary: string;
  /** Turns the text of its value into what the command takes, on a given day; undefined if it cannot be read. */
  readonly read?: (text: string, today: Instant) => unknown;
  /** Whether it may be given several times; then its values are a list. */
  readonly many?: boolean;
  /** What a value looks like, for the message about an invalid one. */
  readonly wants?: string;
  /** What else the message says about some texts, as its end. */
  readonly why?: (text: string) => string;
}

/** That a text has the form of a day and is none. */
function whyNoDay(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? ": there is no such day" : "";
}

/** The text of a date, as it will be written. */
const dateText = {
  read: (text: string, today: Instant) => (isDate(text) ? text : readRelativeDay(text, today)),
  wants: "a day such as 2027-01-31 or +90d, or an RFC 3339 timestamp",
  why: whyNoDay,
};

const date = {
  read: (text: string, today: Instant): Instant | undefined => {
    const found = dateText.read(text, today);
    return found === undefined ? undefined : instantOf(found);
  },
  wants: "a day such as 2026-11-21 or -7d, or an RFC 3339 timestamp",
  why: whyNoDay,
};

const sentence = { read: (text: string) => text.replace(/\s+/g, " ").trim() || undefined, wants: "a text" };

/** All options, by their name in the input of a command. */
export const options = {
  all: { flags: "--all", summary: "all stages" },
  allowExpired: { flags: "--allow-expired", summary: "turn expired things into warnings" },
  among: {
    flags: "--among <who>",
    summary:
      "only in a group, such as `ring/canary`, or under a condition, such as `country=de`; repeatable, one must hold",
    read: (text) => text.trim() || undefined,
    wants: "a group, or a test such as `country=de`",
    many: true,
  },
  answer: { flags: "--answer <value>", summary: "what everyone gets from now on, including code built earlier" },
  approvedBy: { flags: "--approved-by <who>", summary: "who approves the waiver" },
  asOf: { flags: "--as-of <date>", summary: "check as of this day or instant (default: today, UTC)", ...date },
  at: { flags: "--at <date>", summary: "answer as of this day or instant (default: now)", ...date },
  base: { flags: "--base <ref>", summary: "the branch or commit that the change will merge into" },
  block: { flags: "--block <reason>", summary: "block the version that the stages leave" },
  by: { flags: "--by <name>", summary: "for a rollout, the scope whose ids count; for a release, the group set" },
  days: {
    flags: "--days <number>",
    summary: `how many days to look at, today included (default: ${daysAhead})`,
    read: (text) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined),
    wants: "a number from 1",
  },
  default: { flags: "--default <value>", summary: "what everyone else gets: true, false, a variant, a group" },
  description: { flags: "--description <sentence>", summary: "one sentence: what changes for whom", ...sentence },
  dryRun: { flags: "--dry-run", summary: "show what would be written, but write nothing" },
  effectFormat: { flags: "--format <format>", summary: "write the effect as text, json or markdown" },
  environment: { flags: "--environment <name>", summary: "the environment (default: the first)" },
  estimate: { flags: "--estimate", summary: "only show an estimate" },
  expires: { flags: "--expires <date>", summary: "the flag's last day", ...dateText },
  firstOwner: { flags: "--owner <name>", summary: "who owns the first flag" },
  firstScope: { flags: "--scope <scope>", summary: "what you call a customer, such as account or user" },
  forecastFormat: { flags: "--format <format>", summary: "write it as text, markdown, json or ics" },
  format: {
    flags: "--format <format>",
    summary: "write the report as text, json, github, markdown, rdjson, sarif or gitlab",
  },
  from: { flags: "--from <date>", summary: "the first day (default: at once)", ...dateText },
  global: { flags: "--global", summary: "a flag that is the same for everyone" },
  groups: { flags: "--groups <names>", summary: "groups of a set, or stages of a release, such as `canary,vip`" },
  host: { flags: "--host <address>", summary: "the address to listen on (default: 127.0.0.1, this machine only)" },
  ids: { flags: "--ids", summary: "also show customer ids, and look customers up" },
  idsFrom: { flags: "--ids-from <file>", summary: "read more ids from this file, one per line; `-` is standard input" },
  ignoreCase: { flags: "--ignore-case", summary: "ignore letter case in the texts of an attribute" },
  keepExisting: {
    flags: "--keep-existing <file>",
    summary: "existing customers who keep what they have, one id per line; `-` is standard input",
  },
  keepGoing: { flags: "--keep-going", summary: "change the files that can be changed, even if others cannot" },
  keepRollout: { flags: "--keep-rollout", summary: "list the customer with what the rollout gave the former id" },
  link: {
    flags: "--link <url>",
    summary: "where to read more, as a URL",
    read: (text) => (/^https?:\/\/\S+$/.test(text) ? text : undefined),
    wants: "a URL, such as `https://tracker.example.com/SALES-1234`",
  },
  limit: {
    flags: "--limit <number>",
    summary: "how many commits to show, or all (default: 20)",
    read: (text) => (text === "all" ? Infinity : /^[1-9]\d*$/.test(text) ? Number(text) : undefined),
    wants: "a number from 1, or all",
  },
  mergedAt: {
    flags: "--merged-at <commit=time>",
    summary: "when a commit was merged, as your host says; may be repeated",
    read: (text) => {
      const [, commit, time = ""] = /^(.+?)=([^=]+)$/s.exec(text) ?? [];
      return commit === undefined || !isDate(time) ? undefined : { commit, at: instantOf(time) };
    },
    wants: "a commit and a time, like `3c59dc0=2026-11-21T14:30:00Z`",
    many: true,
  },
  missing: { flags: "--missing <flag>", summary: "only files that do not set this flag at all" },
  newOnly: { flags: "--new-only", summary: "report only what the change introduces, and count the rest" },
  noAlias: { flags: "--no-alias", summary: "write no alias: the former id no longer means this customer" },
  out: { flags: "--out <folder>", summary: "write to this folder" },
  outcome: { flags: "--outcome <outcome>", summary: "what happened to it: shipped or dropped" },
  owner: { flags: "--owner <name>", summary: "who owns it (of something new, by default the only owner)" },
  permanent: { flags: "--permanent <why>", summary: "why the flag has no last day", ...sentence },
  pointer: {
    flags: "--pointer <pointer>",
    summary: "where in the files the string is (default: /advanced/feature_flags)",
  },
  merge: { flags: "--merge", summary: "merge two customers, if the new id already belongs to another one" },
  port: {
    flags: "--port <number>",
    summary: "the port to listen on (default: 8016); 0 picks a free one",
    read: (text) => (/^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined),
    wants: "a number from 0 to 65535",
  },
  prefer: { flags: "--prefer <which>", summary: "whose settings win if both ids have some: old or new" },
  privilege: {
    flags: "--privilege <name>",
    summary: "the privilege; for `freeze`, what the flag becomes, perhaps under the flag's name",
  },
  reason: { flags: "--reason <text>", summary: "the reason, for the next reader", ...sentence },
  report: {
    flags: "--report <format=file>",
    summary: "also write the report to a file in this format; repeatable",
    read: (text) => {
      const [, format, file] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      return format === undefined || file === undefined ? undefined : { format, file };
    },
    wants: "a format and a file, such as `sarif=flags.sarif`",
    many: true,
  },
  scope: { flags: "--scope <scope>", summary: "the scope of ids that do not name one" },
  serving: { flags: "--serving <version>", summary: "the version that all stages start with" },
  set: {
    flags: "--set <setting>",
    summary: "only files with this setting, such as `do_something` or `no_do_something`",
  },
  since: { flags: "--since <date>", summary: "leave out what was merged before this day or instant", ...date },
  stage: { flags: "--stage <stage>", summary: "the stage to roll back" },
  strict: { flags: "--strict", summary: "fail on warnings too" },
  statementFormat: { flags: "--format <format>", summary: "write it as text, markdown, html, json or csv" },
  sunset: { flags: "--sunset <date>", summary: "the last day of the frozen list (default: none)", ...dateText },
  tableFormat: { flags: "--format <format>", summary: "write the result as text, json or csv" },
  textFormat: { flags: "--format <format>", summary: "write the result as text or json" },
  texts: { flags: "--texts <what>", summary: "what to do with the id in descriptions and reasons: remove or keep" },
  timings: { flags: "--timings", summary: "print on stderr where the time went" },
  toStage: { flags: "--to <stage>", summary: "the stage to advance to what the previous stage serves" },
  toVersion: { flags: "--to <version>", summary: "the version to go back to; the stage must have served it" },
  told: { flags: "--told <names>", summary: "groups that the caller supplies, such as `free,pro`" },
  type: {
    flags: "--type <type>",
    summary: "the type of an attribute, or all its possible texts, such as `ios,android`",
  },
  until: {
    flags: "--until <date>",
    summary: "the last day, or `none`",
    read: (text, today) => (text === "none" ? text : dateText.read(text, today)),
    wants: `${dateText.wants}, or \`none\``,
    why: whyNoDay,
  },
  values: {
    flags: "--values <values>",
    summary: "the value of each variant, such as `small=10,large=100`, or a JSON object",
  },
  variants: { flags: "--variants <names>", summary: "the values instead of true and false, such as `one,two`" },
  verify: { flags: "--verify", summary: "write nothing, and fail if the files are out of date" },
  waive: { flags: "--waive <reason>", summary: "also write a waiver, if the gate would stop the change" },
  where: {
    flags: "--where <test>",
    summary: "everyone who meets a condition, such as `country=de,at`; repeatable, all must hold",
    read: (text) => text.trim() || undefined,
    wants: "a test, such as `country=de,at`",
    many: true,
  },
  write: { flags: "--write <file>", summary: "write to this file, and leave the rest of it alone" },
  yes: { flags: "--yes", summary: "write without asking" },
} as const satisfies Record<string, Option>;

/** The name of an option, which is not always its text: several commands give `--format` other values. */
export type OptionName = keyof typeof options;
