import { findFlag } from "../edit/find-flag.ts";
import { type ListInput, listInFlag } from "../edit/listing/flag-lists.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import type { Outcome } from "../report/outcome.ts";
import { type EnvironmentInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface AssignInput extends EnvironmentInput, ListInput {
  readonly operands: readonly string[];
}

/** Lists customers under one variant of a flag, and under no other. */
export function assign(input: AssignInput, host: Host): Outcome {
  const [name, variant, ...words] = input.operands;
  return runEdit(input, host, (context) => {
    const flag = findFlag(context, name);
    if (typeof flag === "string") return flag;
    const { variants } = flag;
    if (variants === undefined) return `flag \`${flag.name}\` has no variants: use \`enable\` or \`disable\``;
    if (variant === undefined) return `a variant is missing: ${variants.join(", ")}`;
    if (!variants.includes(variant)) return unknownName("variant", variant, variants);
    return listInFlag(context, flag, variant, words);
  });
}
