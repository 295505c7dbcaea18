import type { Input } from "../edit/input.ts";
import { joinGroup } from "../edit/lists/group-members.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** Puts customers into a group. */
export function join(input: Input, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return runEdit(input, host, (context) => joinGroup(context, group, words));
}
