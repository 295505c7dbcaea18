import type { Flag } from "../model.ts";
import { unknown } from "../unknown.ts";
import type { Desk } from "./edit.ts";

/** The flag that a word names, or what is wrong with the word. */
export function flagOf({ model }: Desk, name: string | undefined): Flag | string {
  if (name === undefined) return "the name of a flag is missing";
  const record = model.retired.find((each) => each.kind === "flag" && each.name === name);
  if (record !== undefined) return `flag \`${name}\` is retired (${record.outcome})`;
  return model.flags.get(name) ?? unknown("flag", name, model.flags.keys());
}
