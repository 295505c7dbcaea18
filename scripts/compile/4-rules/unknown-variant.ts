import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Value } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import type { FlagDocument, Shares } from "../../model/shapes/documents.ts";
import { readBooleanWord } from "../../model/text/boolean-word.ts";
import type { Span } from "../../model/text/source.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * A flag without variants must answer true or false, one with variants one of them, and its keys must fit. Codes:
 * `model/unknown-variant`, `schema/conflicting-keys`, `schema/missing-key`, `schema/wrong-type`.
 */
export function* unknownVariant(flag: Flag, surroundings: Surroundings): Generator<Diagnostic> {
  const isWhole = surroundings.isWhole(flag.document);
  if (flag.variants === undefined) yield* judgeSwitch(flag, isWhole);
  else {
    yield* judgeKeys(flag, flag.variants);
    // If parts of a flag were left out, it may have had other variants.
    if (isWhole) yield* judgeVariants(flag, flag.variants);
  }
}

/** A value somewhere in a flag, and the name of its key. */
interface Given {
  readonly value: Value;
  readonly spanOf: () => Span;
  readonly key: string;
}

/** The default, the default for customers created later, and the answer without what is required. */
function defaults(flag: Flag): readonly Given[] {
  const { document, created } = flag;
  const { unmet } = document.data as FlagDocument;
  return [
    { value: flag.default, spanOf: () => spanAt(flag, "default"), key: "default" },
    ...(unmet === undefined ? [] : [{ value: unmet, spanOf: () => spanAt(flag, "unmet"), key: "unmet" }]),
    ...(created === undefined
      ? []
      : [{ value: created.value, spanOf: () => valueSpan(document, created.data, "value"), key: "value" }]),
  ];
}

function* judgeSwitch(flag: Flag, isWhole: boolean): Generator<Diagnostic> {
  const { document, name } = flag;
  const data = document.data as FlagDocument;
  if (data.assign !== undefined) {
    if (!isWhole) return;
    const message = `\`assign\` needs \`variants\`, and flag \`${name}\` has none`;
    const variants = Object.keys(data.assign).join(", ") || "one, two";
    yield diagnostic("schema/missing-key", keySpan(document, data, "assign"), message, {
      hint: `add \`variants: [${variants}]\`, or list customers under \`enabled\` and \`disabled\``,
    });
    return;
  }
  for (const { value, spanOf, key } of defaults(flag)) {
    if (typeof value === "boolean") continue;
    const span = spanOf();
    const meant = readBooleanWord(value);
    if (meant === undefined && !isWhole) continue;
    yield diagnostic("schema/wrong-type", span, `\`${key}\` of flag \`${name}\` must be true or false`, {
      hint: meant === undefined ? "write true or false, or give the flag `variants`" : `write \`${meant}\``,
      fix: meant === undefined ? undefined : { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
    });
  }
}

function* judgeKeys({ document }: Flag, variants: readonly string[]): Generator<Diagnostic> {
  const data = document.data as FlagDocument;
  for (const key of ["enabled", "disabled"] as const)
    if (data[key] !== undefined)
      yield diagnostic(
        "schema/conflicting-keys",
        keySpan(document, data, key),
        `\`variants\` and \`${key}\` cannot be used together`,
        {
          related: [{ message: "the variants are here", span: keySpan(document, data, "variants") }],
          hint: `list them under a variant of \`assign\`: \`assign: { ${variants[0]}: … }\``,
        },
      );
}

function* judgeVariants(flag: Flag, variants: readonly string[]): Generator<Diagnostic> {
  const { document, name, rollout } = flag;
  const data = document.data as FlagDocument;
  const shares = rollout.map((part) => (part.data ?? {}) as Shares).flatMap(({ weights, ratio }) => [weights, ratio]);
  const keysOf = (mapping: object | undefined): readonly Given[] =>
    Object.keys(mapping ?? {}).map((key) => ({
      value: key,
      spanOf: () => keySpan(document, mapping as object, key),
      key,
    }));
  for (const { value, spanOf } of [...defaults(flag), ...keysOf(data.assign), ...shares.flatMap(keysOf)]) {
    if (variants.includes(`${value}`)) continue;
    const span = spanOf();
    const hint = nameHint(span, `${value}`, variants, "the variants are");
    yield diagnostic("model/unknown-variant", span, `\`${value}\` is not a variant of flag \`${name}\``, hint);
  }
}
