import { type ListInput, listUnder } from "../edit/listing/flag-lists.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface DisableInput extends EnvironmentInput, ListInput {
  readonly operands: readonly string[];
}

/** Lists customers who do not get a flag, whatever else applies to them. */
export function disable(input: DisableInput, host: Host): Outcome {
  return runEdit(input, host, (context) => listUnder(context, "disabled", input.operands));
}
