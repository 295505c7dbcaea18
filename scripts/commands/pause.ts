import { keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/customers/find-flag.ts";
import type { Input } from "../edit/input.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Flag } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { runEdit } from "./run-edit.ts";

/** What a pause comes to that turns nothing off, since it gives everyone the default. */
function noteOf({ name, default: value, requires }: Flag, environment: string): string {
  const unmet = requires.length === 0 ? "" : ", where what it requires is met";
  const advice =
    value === true
      ? `to turn it off, \`flagstone flip ${name} false\``
      : `for another, \`flagstone flip ${name} <variant>\``;
  return `the default is \`${value}\`, so everyone keeps or gets \`${value}\`${unmet}; ${advice}`;
}

/** Makes everyone get the default of a flag; its lists stay as they are. */
export function pause(input: Input, host: Host): Outcome {
  const [name, ...reason] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    const text = reason.join(" ").trim();
    if (text === "") return "a reason is missing, such as `INC-51, error rate`";
    context.draft.edit(setAt(flag.document, [...keysFor(context), "paused"], text));
    return {
      notes:
        flag.default === false ? [] : [noteOf(flag, keysFor(context).length === 0 ? "" : context.model.environment)],
    };
  });
}
