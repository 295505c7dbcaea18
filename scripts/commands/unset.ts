import { findFlag } from "../edit/find-flag.ts";
import { type TakeOutInput, takeOutOfFlag } from "../edit/listing/flag-lists.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface UnsetInput extends EnvironmentInput, TakeOutInput {
  readonly operands: readonly string[];
}

/** Removes customers from every list of a flag, so that they get what everyone else does. */
export function unset(input: UnsetInput, host: Host): Outcome {
  const [name, ...words] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    return typeof flag === "string" ? flag : takeOutOfFlag(context, flag, words);
  });
}
