import { endOf, startOf } from "../../model/time.ts";
import type { EditContext } from "../context.ts";
import type { EntryOptions } from "./list-customers.ts";

/** When an entry holds, and why. */
export interface EntryInput {
  /** Its first day or instant, as a date. */
  readonly from?: string;
  /** Its last day, or the first instant after it, as a date; `none` removes an end. */
  readonly until?: string;
  readonly reason?: string;
  readonly link?: string;
}

/** What the options say about entries; or why there cannot be such entries. */
export function entryOptionsOf({
  input,
  asOf,
}: Pick<EditContext<EntryInput>, "input" | "asOf">): EntryOptions | string {
  const { from, until, reason, link } = input;
  if (until !== undefined && until !== "none") {
    if (endOf(until) <= asOf) return `\`--until ${until}\` is in the past, so the entry would have no effect`;
    if (from !== undefined && endOf(until) <= startOf(from)) return `\`--from ${from}\` is after \`--until ${until}\``;
  }
  return { from, until: until === "none" ? null : until, reason, link };
}
