import { type ListInput, listUnder } from "../edit/listing/flag-lists.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface EnableInput extends EnvironmentInput, ListInput {
  readonly operands: readonly string[];
}

/** Lists customers who get a flag, whatever else applies to them. */
export function enable(input: EnableInput, host: Host): Outcome {
  return runEdit(input, host, (context) => listUnder(context, "enabled", input.operands));
}
