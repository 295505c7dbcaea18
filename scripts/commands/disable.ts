import type { Input } from "../edit/input.ts";
import { listUnder } from "../edit/lists/flag-lists.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** Lists customers who do not get a flag whatever else it says. */
export function disable(input: Input, host: Host): Outcome {
  return runEdit(input, host, (context) => listUnder(context, "disabled", input.operands));
}
