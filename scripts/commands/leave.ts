import type { Input } from "../edit/input.ts";
import { leaveGroup } from "../edit/lists/group-members.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** Takes customers out of a group. */
export function leave(input: Input, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return runEdit(input, host, (context) => leaveGroup(context, group, words));
}
