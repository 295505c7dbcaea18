import { escapeReordering } from "../../runtime/bin/escape-reordering.ts";
import type { Logic } from "./logic.ts";

/** A flag as flagd reads it. */
export interface FlagdFlag {
  readonly state: "ENABLED";
  readonly variants: Readonly<Record<string, unknown>>;
  readonly defaultVariant: string;
  readonly targeting?: Logic;
  /** Left out rather than empty: server-side apply turns an object that becomes empty into `null`. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
}

/** What flagd decides in one environment, and which names it cannot decide. */
export interface FlagdDocument {
  readonly flags: Readonly<Record<string, FlagdFlag>>;
  /** Rules that several flags refer to. */
  readonly evaluators: Readonly<Record<string, Logic>>;
  /** Why each name was left out. */
  readonly leftOut: ReadonlyMap<string, readonly string[]>;
}

/** JSON with one flag per line. */
export function flagdText({ flags, evaluators }: FlagdDocument): string {
  const parts = [`"$schema": "https://flagd.dev/schema/v0/flags.json"`];
  if (Object.keys(evaluators).length > 0) parts.push(`"$evaluators": ${lines(evaluators)}`);
  parts.push(`"flags": ${lines(flags)}`);
  return escapeReordering(`{\n  ${parts.join(",\n  ")}\n}\n`);
}

function lines(record: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(record)
    .sort()
    .map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(record[name])}`);
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n  }`;
}
