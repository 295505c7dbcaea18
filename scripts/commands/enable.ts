import type { Input } from "../edit/input.ts";
import { listUnder } from "../edit/lists/flag-lists.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** Lists customers who get a flag whatever else it says. */
export function enable(input: Input, host: Host): Outcome {
  return runEdit(input, host, (context) => listUnder(context, "enabled", input.operands));
}
