import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan, valueSpan } from "../document.ts";
import { nearest } from "../hints.ts";
import { type Flag, type Model, spanAt, type Value } from "../model.ts";
import type { FlagDocument } from "../shapes/documents.ts";
import type { Span } from "../source.ts";

/** A flag without variants answers true or false, one with variants one of them; its keys are those of its sort. */
export function* flagValues(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    const { document, variants } = flag;
    const data = document.data as FlagDocument;
    for (const [index, variant] of (variants ?? []).entries()) {
      const span = valueSpan(document, data.variants as object, index);
      if (!model.config.namePattern.test(variant))
        yield diagnostic("schema/bad-name", span, `\`${variant}\` does not follow the pattern of names`, {
          hint: `names match \`${model.config.namePattern.source}\``,
        });
      if ((variants ?? []).indexOf(variant) < index)
        yield diagnostic("model/duplicate-entry", span, `\`${variant}\` stands twice in this list`, {
          hint: "take one of them out",
        });
    }

    for (const key of variants === undefined ? (["assign"] as const) : (["enabled", "disabled"] as const)) {
      if (data[key] === undefined) continue;
      const span = keySpan(document, data, key);
      if (variants === undefined)
        yield diagnostic(
          "schema/missing-key",
          span,
          `\`assign\` needs \`variants\`, and flag \`${flag.name}\` has none`,
          {
            hint: "add `variants: [one, two]`, or list customers under `enabled` and `disabled`",
          },
        );
      else
        yield diagnostic("schema/conflicting-keys", span, `\`variants\` and \`${key}\` exclude each other`, {
          related: [{ message: "here are the variants", span: keySpan(document, data, "variants") }],
          hint: `list them under a variant of \`assign\`: \`assign: { ${variants[0]}: … }\``,
        });
    }

    yield* judge(flag, flag.default, spanAt(flag, "default"), "default");
    if (flag.created !== undefined)
      yield* judge(flag, flag.created.value, valueSpan(document, flag.created.data, "value"), "value");
    if (variants === undefined) continue;
    for (const variant of Object.keys(data.assign ?? {}))
      yield* judge(flag, variant, keySpan(document, data.assign as object, variant), "assign");
    const { weights } = (flag.rollout?.data ?? {}) as { weights?: object };
    for (const variant of Object.keys(weights ?? {}))
      yield* judge(flag, variant, keySpan(document, weights as object, variant), "weights");
  }
}

function* judge({ name, variants }: Flag, value: Value, span: Span, key: string): Generator<Diagnostic> {
  if (variants === undefined && typeof value !== "boolean")
    yield diagnostic("schema/wrong-type", span, `\`${key}\` of flag \`${name}\` is true or false`, {
      hint: "write true or false, or give the flag `variants`",
    });
  else if (variants !== undefined && !variants.includes(`${value}`))
    yield diagnostic(
      "model/unknown-variant",
      span,
      `\`${value}\` is no variant of flag \`${name}\``,
      nearest(span, `${value}`, variants, "the variants are"),
    );
}
