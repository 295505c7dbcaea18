import { valueAt } from "../edits/place.ts";
import { setAt } from "../edits/set.ts";
import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { edit, keysFor } from "./edit.ts";
import { flagOf } from "./flag-plan.ts";

/** Changes the share of customers who get a flag. */
export function rollout(input: Input, host: Host): Outcome {
  const [name, percent] = input.operands;
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, name);
    if (typeof flag === "string") return flag;
    if (percent === undefined) return "a percentage is missing, like `12.5`";
    const share = /^(?:\d+(?:\.\d{1,2})?)%?$/.test(percent) ? Number(percent.replace("%", "")) : Number.NaN;
    if (!(share <= 100)) return `a percentage is 0 to 100 with at most two decimals, like \`12.5\`, not \`${percent}\``;
    if (flag.variants !== undefined)
      return `\`${flag.name}\` has variants: their weights stand under \`rollout.weights\``;
    const path = [...keysFor(desk), "rollout"];
    const now = valueAt(flag.document, path);
    const isMapping = typeof now === "object" && now !== null;
    desk.draft.edit(setAt(flag.document, isMapping ? [...path, "percent"] : path, share));
    return {};
  });
}
