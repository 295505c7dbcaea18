import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nearest } from "../../model/did-you-mean.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Model, Rollout } from "../../model/model.ts";
import { spanAt } from "../../model/model-queries.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";

/**
 * The shares of a rollout have at most two decimals, add up to 100, and go by a scope of the flag; so does `created`.
 * Codes: `model/bad-rollout`, `model/no-effect`, `model/wrong-scope`, `schema/missing-key`.
 */
export function* badRollout(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (flag.created !== undefined) yield* judgeScope(flag, "created", flag.created.by, flag.created.data);
    if (flag.rollout === undefined) continue;
    yield* judgeScope(flag, "rollout", flag.rollout.by, flag.rollout.data);
    if (!model.partial.has(flag.document))
      yield* judgeShares(flag, flag.rollout, model.environment === model.config.environments[0]);
  }
}

function* judgeScope(
  flag: Flag,
  key: "rollout" | "created",
  by: string | undefined,
  data: object | undefined,
): Generator<Diagnostic> {
  const span = keySpan(flag.document, flag.document.data as object, key);
  const [broad, ...others] = flag.scopes;
  if (broad === undefined)
    yield diagnostic(
      "model/bad-rollout",
      span,
      `flag \`${flag.name}\` is global, so a rollout cannot divide customers`,
      {
        hint: `give the flag a \`scope\`, or remove \`${key}\` and change the \`default\``,
      },
    );
  else if (by === undefined) {
    const example =
      data === undefined ? `rollout: { percent: ${flag.rollout?.shares[0]?.percent}, by: ${broad} }` : `by: ${broad}`;
    yield diagnostic("schema/missing-key", span, `\`${key}\` of flag \`${flag.name}\` needs a scope in \`by\``, {
      hint: `write \`${example}\`, or ${others.map((scope) => `\`${scope}\``).join(" or ")}: the scope whose ids count`,
    });
  } else if (!flag.scopes.includes(by) && data !== undefined) {
    const place = valueSpan(flag.document, data, "by");
    const hint = nearest(place, by, flag.scopes, "its scopes are");
    yield diagnostic("model/wrong-scope", place, `\`${by}\` is not a scope of flag \`${flag.name}\``, hint);
  }
}

function* judgeShares(flag: Flag, { shares, data }: Rollout, isFirst: boolean): Generator<Diagnostic> {
  const { document, name, variants } = flag;
  const { weights } = (data ?? {}) as { weights?: Readonly<Record<string, number>> };
  if (variants === undefined && weights !== undefined) {
    // Whoever forgot the variants is told so at `assign`.
    if ((document.data as FlagDocument).assign !== undefined) return;
    const span = keySpan(document, data as object, "weights");
    yield diagnostic("model/bad-rollout", span, `flag \`${name}\` has no variants, so it cannot have weights`, {
      hint: "write `percent: 25`, the share of customers who get true, or give the flag `variants`",
    });
    return;
  }
  const percentSpan = data === undefined ? spanAt(flag, "rollout") : valueSpan(document, data, "percent");
  if (variants !== undefined && weights === undefined) {
    const all = variants.map((variant) => `${variant}: …`).join(", ");
    yield diagnostic(
      "model/bad-rollout",
      percentSpan,
      "a percentage needs a flag that is on or off, not one with variants",
      {
        hint: `write \`rollout: { weights: { ${all} } }\``,
      },
    );
    return;
  }

  // An environment may well turn on for all what elsewhere only some get.
  if (variants === undefined && flag.default === true && isFirst)
    yield diagnostic(
      "model/no-effect",
      percentSpan,
      `flag \`${name}\` is on by default, so a percentage has no effect`,
      {
        related: [{ message: "the default is here", span: spanAt(flag, "default") }],
        hint: "write `default: false`, for everyone outside the percentage",
      },
    );
  const given =
    weights === undefined
      ? [{ share: shares[0]?.percent ?? 0, span: percentSpan }]
      : Object.entries(weights).map(([key, share]) => ({ share, span: valueSpan(document, weights, key) }));
  const uneven = given.filter(({ share }) => Math.abs(share * 100 - Math.round(share * 100)) > 1e-6);
  for (const { share, span } of uneven)
    yield diagnostic("model/bad-rollout", span, `\`${share}\` has more than two decimals`, {
      hint: "the smallest share is 0.01, one in ten thousand",
    });
  if (weights === undefined || uneven.length > 0 || Object.keys(weights).some((key) => !variants?.includes(key)))
    return;
  const sum = Object.values(weights).reduce((total, share) => total + Math.round(share * 100), 0);
  if (sum !== 10_000)
    yield diagnostic(
      "model/bad-rollout",
      keySpan(document, data as object, "weights"),
      `the weights of flag \`${name}\` add up to ${sum / 100}, not to 100`,
      {
        hint: `${sum < 10_000 ? `add the missing ${(10_000 - sum) / 100}` : `remove ${(sum - 10_000) / 100}`}, so that every customer gets a variant`,
      },
    );
}
