import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit } from "./edit.ts";
import { flagOf } from "./flag-plan.ts";
import { flipFrom } from "./flip-from.ts";
import { flipNow } from "./flip-now.ts";
import { workOf } from "./flip-work.ts";

/** Changes the default of a flag, and keeps what everyone has who is there now; or only for customers created from a day on. */
export function flip(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, input.operands[0]);
    if (typeof flag === "string") return flag;
    const work = workOf(desk, flag);
    if (typeof work === "string") return work;
    if (input.from === undefined) return flipNow(work);
    return flipFrom(work, input.from);
  });
}
