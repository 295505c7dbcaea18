import { keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/customers/find-flag.ts";
import type { Input } from "../edit/input.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** Makes everyone get the default of a flag; its lists stay as they are. */
export function pause(input: Input, host: Host): Outcome {
  const [name, ...reason] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    const text = reason.join(" ").trim();
    if (text === "") return "a reason is missing, such as `INC-51, error rate`";
    context.draft.edit(setAt(flag.document, [...keysFor(context), "paused"], text));
    return {};
  });
}
