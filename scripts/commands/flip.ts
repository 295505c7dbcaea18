import { type EditContext, type EditPlan, keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/find-flag.ts";
import { type FlipInput, flipContextOf, wantedValue } from "../edit/flip/flip-context.ts";
import { flipFrom } from "../edit/flip/flip-from.ts";
import { flipNow } from "../edit/flip/flip-now.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Flag } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface FlipCommandInput extends EnvironmentInput, FlipInput {}

/**
 * Changes the default of a flag while all existing customers keep what they have; or only for customers created from a
 * day on.
 */
export function flip(input: FlipCommandInput, host: Host): Outcome {
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, input.operands[0]);
    if (typeof flag === "string") return flag;
    if (flag.scopes.length === 0) return flipGlobal(context, flag);
    const flip = flipContextOf(context, flag);
    if (typeof flip === "string") return flip;
    if (input.from === undefined) return flipNow(flip);
    return flipFrom(flip, input.from);
  });
}

/** A global flag has no customers: its default is what everyone gets, as an emergency switch is meant to work. */
function flipGlobal(context: EditContext<FlipInput>, flag: Flag): EditPlan | string {
  const { draft, input } = context;
  const { name, document } = flag;
  if (input.from !== undefined || input.keepExisting !== undefined || input.scope !== undefined)
    return `\`${name}\` is global: it is the same for everyone, so nobody can be kept`;
  const value = wantedValue(context, flag);
  if (typeof value === "object") return value.problem;
  const now = draft.documentAt(document.source.path);
  if (now === undefined || value === flag.default) return {};
  draft.edit(setAt(now, [...keysFor(context), "default"], value));
  return { notes: [`\`${name}\` is global: everyone gets \`${value}\` in place of \`${flag.default}\``] };
}
