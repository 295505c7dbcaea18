import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { takeOutOfFlag } from "./flag-entries.ts";
import { flagOf } from "./flag-plan.ts";

/** Takes customers out of every list of a flag, so that they get what everyone else does. */
export function unset(input: Input, host: Host): Outcome {
  const [name, ...words] = input.operands;
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, name);
    return typeof flag === "string" ? flag : takeOutOfFlag(desk, flag, words);
  });
}
