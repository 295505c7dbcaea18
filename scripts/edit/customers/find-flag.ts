import type { Flag } from "../../model/model.ts";
import { unknown } from "../../model/unknown-name.ts";
import type { EditContext } from "../context.ts";

/** The flag that a word names, or what is wrong with the word. */
export function findFlag({ model }: EditContext, name: string | undefined): Flag | string {
  if (name === undefined) return "the name of a flag is missing";
  const record = model.retired.find((each) => each.kind === "flag" && each.name === name);
  if (record !== undefined) return `flag \`${name}\` is retired (${record.outcome})`;
  const flag = model.flags.get(name);
  if (flag !== undefined) return flag;
  if (model.unreadable.has(name)) return `\`${name}\` cannot be read completely; see \`flagstone check\``;
  return unknown("flag", name, model.flags.keys());
}
