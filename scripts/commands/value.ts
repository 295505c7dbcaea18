import { findFlag } from "../edit/find-flag.ts";
import { readValue } from "../edit/read-values.ts";
import { setAt } from "../edit/text/set-key.ts";
import type { Yaml } from "../edit/text/write-yaml.ts";
import type { Host } from "../host/host.ts";
import { unknownName } from "../model/did-you-mean.ts";
import { ellipsis } from "../model/text/ellipsis.ts";
import { isSameValue } from "../model/value.ts";
import type { Outcome } from "../report/outcome.ts";
import type { Json } from "../runtime/load/value-shape.ts";
import { type EditInput, runEdit } from "./run-edit.ts";

/** What the command reads of its call. */
interface ValueInput extends EditInput {
  readonly operands: readonly string[];
}

/** Changes the value of a flag's variant. */
export function value(input: ValueInput, host: Host): Outcome {
  const [name, variant, ...words] = input.operands;
  return runEdit(input, host, ({ draft, ...context }) => {
    const flag = findFlag({ draft, ...context }, name);
    if (typeof flag === "string") return flag;
    const { variantValues, variants = [], document } = flag;
    if (variants.length === 0) return `flag \`${flag.name}\` has no variants: it answers true or false`;
    if (variantValues === undefined)
      return `the variants of flag \`${flag.name}\` are their own values: write \`variants: { ${variants[0]}: … }\` first`;
    if (variant === undefined) return `a variant is missing: ${variants.join(", ")}`;
    if (!variantValues.has(variant)) return unknownName("variant", variant, variants);
    if (words.length === 0) return `the value of \`${variant}\` is missing, as JSON`;
    const text = words.join(" ");
    const next = readValue(text);
    const opened = draft.documentAt(document.source.path);
    if (opened !== undefined && !isSameValue(variantValues.get(variant), next as Json))
      draft.edit(setAt(opened, ["variants", variant], next as Yaml));
    const looksLikeJson = next === text && /^\s*["[{]/.test(text);
    return looksLikeJson ? { notes: [`\`${ellipsis(text)}\` is not JSON, so it is taken as text`] } : {};
  });
}
