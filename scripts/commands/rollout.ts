import { type EditContext, type EditPlan, keysFor } from "../edit/context.ts";
import { findFlag } from "../edit/find-flag.ts";
import { copyIntoEnvironment, isInEnvironment } from "../edit/text/environment-key.ts";
import { setAt } from "../edit/text/set-key.ts";
import { valueAt } from "../edit/text/value-at.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Flag } from "../model/model.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface RolloutInput extends EnvironmentInput {
  readonly operands: readonly string[];
  /** The scope whose ids count. */
  readonly by?: string;
}

/** Changes the percentage of customers who get a flag. */
export function rollout(input: RolloutInput, host: Host): Outcome {
  const [name, percent] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    if (percent === undefined) return "a percentage is missing, such as `12.5`";
    const share = /^(?:\d+(?:\.\d{1,2})?)%?$/.test(percent) ? Number(percent.replace("%", "")) : Number.NaN;
    if (!(share <= 100))
      return `a percentage is 0 to 100 with at most two decimals, such as \`12.5\`, not \`${percent}\``;
    if (flag.variants !== undefined)
      return `\`${flag.name}\` has variants: edit their weights under \`rollout.weights\``;
    return splitByBucket(context, flag, share);
  });
}

function splitByBucket(
  context: EditContext<RolloutInput>,
  { name, scopes, rollout, document: { source } }: Flag,
  percent: number,
): EditPlan | string {
  const { draft, asOf, input } = context;
  const [part, ...others] = rollout;
  if (others.length > 0 || part?.among !== undefined)
    return `the rollout of \`${name}\` has parts with shares of their own; change the file by hand`;
  const by = input.by ?? part?.by;
  if (scopes.length === 0) return `flag \`${name}\` is the same for everyone, so a rollout cannot divide customers`;
  if (input.by !== undefined && !scopes.includes(input.by)) return unknownName("scope", input.by, scopes);
  if (by === undefined && scopes.length > 1)
    return `flag \`${name}\` has several scopes: choose whose ids count: ${scopes.map((scope) => `\`--by ${scope}\``).join(" or ")}`;
  const keys = keysFor(context);
  const document = draft.documentAt(source.path);
  const now = document && valueAt(document, isInEnvironment(draft, source.path, keys, ["rollout"]));
  const isMapping = typeof now === "object" && now !== null;
  if (!isMapping) {
    const value = scopes.length > 1 ? { percent, by } : percent;
    if (document !== undefined) draft.edit(setAt(document, [...keys, "rollout"], value));
    return {};
  }
  // The other keys of the rollout, such as its salt, are copied into the environment with the percentage.
  const path = copyIntoEnvironment(draft, source.path, keys, ["rollout"], asOf);
  for (const [key, value] of Object.entries({ percent, ...(input.by === undefined ? {} : { by: input.by }) })) {
    const opened = draft.documentAt(source.path);
    if (opened !== undefined) draft.edit(setAt(opened, [...path, key], value, ["percent", "by", "salt"]));
  }
  return {};
}
