import { flagOf } from "../edit/customers/find-flag.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Input, Outcome } from "../report/outcome.ts";
import { edit, keysFor } from "./run-edit.ts";

/** Makes everyone get the default of a flag; its lists stay as they are. */
export function pause(input: Input, host: Host): Outcome {
  const [name, ...reason] = input.operands;
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, name);
    if (typeof flag === "string") return flag;
    const text = reason.join(" ").trim();
    if (text === "") return "a reason is missing, like `INC-51, error rate`";
    desk.draft.edit(setAt(flag.document, [...keysFor(desk), "paused"], text));
    return {};
  });
}
