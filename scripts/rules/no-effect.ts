import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan } from "../document.ts";
import { type Model, spanAt } from "../model.ts";

/** No flag says for some what its default says for all, unless it says the opposite for others. */
export function* noEffect(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (model.damaged.has(flag.document)) continue;
    const settings = [...flag.listed.filter(({ entries }) => entries.ids.length > 0), ...flag.grouped];
    if (settings.length === 0 || settings.some(({ value }) => value !== flag.default)) continue;
    const key = flag.default === true ? "enabled" : "disabled";
    const said = `\`default: ${flag.default}\``;
    const span = keySpan(flag.document, flag.document.data as object, key);
    yield diagnostic("model/no-effect", span, `\`${key}\` of flag \`${flag.name}\` says only what ${said} says`, {
      related: [{ message: "the default is here", span: spanAt(flag, "default") }],
      hint: `if it is meant for these alone, write \`default: ${!flag.default}\`; if not, take \`${key}\` out`,
    });
  }
}
