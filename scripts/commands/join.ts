import { type JoinInput, joinGroup } from "../edit/listing/group-members.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface JoinCommandInput extends EnvironmentInput, JoinInput {
  readonly operands: readonly string[];
}

/** Adds customers to a group. */
export function join(input: JoinCommandInput, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return runEdit(input, host, (context) => joinGroup(context, group, words));
}
