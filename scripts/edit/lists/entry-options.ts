import { endOf, startOf } from "../../model/time.ts";
import type { EditContext } from "../context.ts";
import type { EntryOptions } from "./list-customers.ts";

/** What the options say about entries; or why entries cannot be so. */
export function entryOptionsOf({ input, asOf }: Pick<EditContext, "input" | "asOf">): EntryOptions | string {
  const { from, until, reason } = input;
  if (until !== undefined && until !== "none") {
    if (endOf(until) <= asOf) return `\`--until ${until}\` is in the past, so the entry would have no effect`;
    if (from !== undefined && endOf(until) <= startOf(from)) return `\`--from ${from}\` is after \`--until ${until}\``;
  }
  return { from, until: until === "none" ? null : until, reason };
}
