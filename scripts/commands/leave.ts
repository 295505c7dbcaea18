import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { leaveGroup } from "./group-plan.ts";

/** Takes customers out of a group. */
export function leave(input: Input, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return edit(input, host, (desk) => leaveGroup(desk, group, words));
}
