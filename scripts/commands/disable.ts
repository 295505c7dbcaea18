import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { listUnder } from "./flag-entries.ts";

/** Lists customers who do not get a flag whatever else it says. */
export function disable(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => listUnder(desk, "disabled", input.operands));
}
