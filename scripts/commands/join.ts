import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { joinGroup } from "./group-plan.ts";

/** Puts customers into a group. */
export function join(input: Input, host: Host): Outcome {
  const [group, ...words] = input.operands;
  return edit(input, host, (desk) => joinGroup(desk, group, words));
}
