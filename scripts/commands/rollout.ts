import { findFlag } from "../edit/find-flag.ts";
import { changeRollout, type RolloutPartInput } from "../edit/rollout/change-rollout.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface RolloutInput extends EnvironmentInput, RolloutPartInput {
  readonly operands: readonly string[];
}

/** Changes the percentage of customers who get a flag. */
export function rollout(input: RolloutInput, host: Host): Outcome {
  const [name, percent] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    if (flag.variants !== undefined)
      return `\`${flag.name}\` has variants: edit their weights under \`rollout.weights\``;
    if (percent === undefined) return "a percentage is missing, such as `12.5`";
    const share = /^(?:\d+(?:\.\d{1,2})?)%?$/.test(percent) ? Number(percent.replace("%", "")) : Number.NaN;
    if (!(share <= 100) && percent !== "none")
      return `a percentage is 0 to 100 with at most two decimals, such as \`12.5\`, or \`none\`, not \`${percent}\``;
    const { scopes } = flag;
    if (scopes.length === 0)
      return `flag \`${flag.name}\` is the same for everyone, so a rollout cannot divide customers`;
    if (input.by !== undefined && !scopes.includes(input.by))
      return context.model.config.scopes.has(input.by)
        ? `flag \`${flag.name}\` has no scope \`${input.by}\`; it has ${scopes.map((scope) => `\`${scope}\``).join(", ")}`
        : unknownName("scope", input.by, scopes);
    return changeRollout(context, flag, percent === "none" ? percent : share);
  });
}
