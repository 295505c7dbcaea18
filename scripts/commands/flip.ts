import { type Desk, keysFor, type Planned } from "../edit/context.ts";
import { flagOf } from "../edit/customers/find-flag.ts";
import { wantedValue, workOf } from "../edit/flip/flip-context.ts";
import { flipFrom } from "../edit/flip/flip-from.ts";
import { flipNow } from "../edit/flip/flip-now.ts";
import type { Input } from "../edit/input.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Flag } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { edit } from "./run-edit.ts";

/** Changes the default of a flag, and keeps what everyone has who is there now; or only for customers created from a day on. */
export function flip(input: Input, host: Host): Outcome {
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, input.operands[0]);
    if (typeof flag === "string") return flag;
    if (flag.scopes.length === 0) return flipGlobal(desk, flag);
    const work = workOf(desk, flag);
    if (typeof work === "string") return work;
    if (input.from === undefined) return flipNow(work);
    return flipFrom(work, input.from);
  });
}

/** A global flag has no customers: its default is what everyone gets, as a switch for emergencies is meant. */
function flipGlobal(desk: Desk, flag: Flag): Planned | string {
  const { draft, input } = desk;
  const { name, document } = flag;
  if (input.from !== undefined || input.keepExisting !== undefined || input.scope !== undefined)
    return `\`${name}\` is global: it is the same for everyone, so nobody can be kept`;
  const value = wantedValue(desk, flag);
  if (typeof value === "object") return value.problem;
  const now = draft.documentAt(document.source.path);
  if (now === undefined || value === flag.default) return {};
  draft.edit(setAt(now, [...keysFor(desk), "default"], value));
  return { notes: [`\`${name}\` is global: everyone gets \`${value}\` in place of \`${flag.default}\``] };
}
