import type { Host } from "../host.ts";
import type { Input, Outcome } from "../outcome.ts";
import { unknown } from "../unknown.ts";
import { edit } from "./edit.ts";
import { listInFlag } from "./flag-entries.ts";
import { flagOf } from "./flag-plan.ts";

/** Lists customers under one variant of a flag, and under no other. */
export function assign(input: Input, host: Host): Outcome {
  const [name, variant, ...words] = input.operands;
  return edit(input, host, (desk) => {
    const flag = flagOf(desk, name);
    if (typeof flag === "string") return flag;
    const { variants } = flag;
    if (variants === undefined) return `flag \`${flag.name}\` has no variants: say \`enable\` or \`disable\``;
    if (variant === undefined) return `a variant is missing: ${variants.join(", ")}`;
    if (!variants.includes(variant)) return unknown("variant", variant, variants);
    return listInFlag(desk, flag, variant, words);
  });
}
