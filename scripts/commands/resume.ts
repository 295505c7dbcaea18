import { keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/find-flag.ts";
import { removeAt } from "../edit/text/remove-key.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface ResumeInput extends EnvironmentInput {
  readonly operands: readonly string[];
}

/** Removes the pause of a flag; in an environment other than the first, also one that applies to all. */
export function resume(input: ResumeInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, input.operands[0]);
    if (typeof flag === "string") return flag;
    const { draft, model, models } = context;
    if (flag.paused === undefined) return { notes: [`\`${flag.name}\` is not paused`] };
    const path = [...keysFor(context), "paused"];
    const holdsInAll = model !== models[0] && models[0].flags.get(flag.name)?.paused !== undefined;
    draft.edit(holdsInAll ? setAt(flag.document, path, null) : removeAt(flag.document, path));
    return {};
  });
}
