import { keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/find-flag.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Host } from "../host/host.ts";
import type { Flag } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** A note that a pause does not turn the flag off, since everyone gets the default. */
function noteOf({ name, default: value, requires }: Flag, environment: readonly string[]): string {
  const unmet = requires.length === 0 ? "" : ", where what it requires is met";
  const flip = [`flagstone flip ${name}`, value === true ? "false" : "<variant>", ...environment].join(" ");
  const advice = `${value === true ? "to turn it off" : "for another"}, \`${flip}\``;
  return `the default is \`${value}\`, so everyone keeps or gets \`${value}\`${unmet}; ${advice}`;
}

/** What the command reads of its call. */
interface PauseInput extends EnvironmentInput {
  readonly operands: readonly string[];
}

/** Gives everyone the default of a flag; its lists stay as they are. */
export function pause(input: PauseInput, host: Host): Outcome {
  const [name, ...reason] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    const text = reason.join(" ").trim();
    if (text === "") return "a reason is missing, such as `INC-51, error rate`";
    context.draft.edit(setAt(flag.document, [...keysFor(context), "paused"], text));
    const environment = keysFor(context).length === 0 ? [] : ["--environment", context.model.environment];
    return { notes: flag.default === false ? [] : [noteOf(flag, environment)] };
  });
}
