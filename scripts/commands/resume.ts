import { removeAt } from "../edits/remove.ts";
import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit, keysFor } from "./edit.ts";
import { flagOf } from "./flag-plan.ts";

/** Takes the pause from a flag. */
export function resume(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, input.operands[0]);
    if (typeof flag === "string") return flag;
    desk.draft.edit(removeAt(flag.document, [...keysFor(desk), "paused"]));
    return {};
  });
}
