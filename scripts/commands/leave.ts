import { type LeaveInput, leaveGroup } from "../edit/listing/group-members.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface LeaveCommandInput extends EnvironmentInput, LeaveInput {
  readonly operands: readonly string[];
}

/** Removes customers from a group. */
export function leave(input: LeaveCommandInput, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return runEdit(input, host, (context) => leaveGroup(context, group, words));
}
