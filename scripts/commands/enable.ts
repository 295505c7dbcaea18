import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { listUnder } from "./flag-entries.ts";

/** Lists customers who get a flag whatever else it says. */
export function enable(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => listUnder(desk, "enabled", input.operands));
}
