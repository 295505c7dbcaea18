import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { keySpan, valueSpan } from "../document.ts";
import { nearest } from "../hints.ts";
import { type Flag, type Model, type Rollout, spanAt } from "../model.ts";
import type { Span } from "../source.ts";

/** The shares of a rollout have at most two decimals, add up to 100, and go by a scope of the flag; so does `created`. */
export function* rollout(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (flag.created !== undefined)
      yield* judgeScope(
        flag,
        flag.created.by,
        flag.created.data,
        keySpan(flag.document, flag.document.data as object, "created"),
      );
    if (flag.rollout === undefined) continue;
    const key = keySpan(flag.document, flag.document.data as object, "rollout");
    yield* judgeScope(flag, flag.rollout.by, flag.rollout.data, key);
    yield* judgeShares(flag, flag.rollout, key);
  }
}

function* judgeScope(flag: Flag, by: string | undefined, data: object | undefined, key: Span): Generator<Diagnostic> {
  if (flag.scopes.length === 0)
    yield diagnostic("model/bad-rollout", key, `flag \`${flag.name}\` is global, so there is nobody to tell apart`, {
      hint: "give the flag a `scope`, or change its `default`",
    });
  else if (by === undefined)
    yield diagnostic("schema/missing-key", key, `flag \`${flag.name}\` has several scopes, and this says none`, {
      hint: `add \`by: ${flag.scopes[0]}\`, the scope whose customers count`,
    });
  else if (!flag.scopes.includes(by) && data !== undefined) {
    const span = valueSpan(flag.document, data, "by");
    yield diagnostic(
      "model/wrong-scope",
      span,
      `\`${by}\` is no scope of flag \`${flag.name}\``,
      nearest(span, by, flag.scopes, "its scopes are"),
    );
  }
}

function* judgeShares(flag: Flag, { shares, data }: Rollout, key: Span): Generator<Diagnostic> {
  const { weights, percent } = (data ?? {}) as { weights?: object; percent?: number };
  if (flag.variants === undefined && weights !== undefined)
    yield diagnostic("model/bad-rollout", key, `flag \`${flag.name}\` has no variants, so no weights`, {
      hint: "write `rollout: 25`, the percentage that gets true",
    });
  else if (flag.variants !== undefined && weights === undefined)
    yield diagnostic(
      "model/bad-rollout",
      key,
      `flag \`${flag.name}\` has variants, so a percentage does not say which`,
      {
        hint: `write \`rollout: { weights: { ${flag.variants.map((variant) => `${variant}: …`).join(", ")} } }\``,
      },
    );
  else {
    for (const { value, percent: share } of weights === undefined ? shares.slice(0, 1) : shares) {
      if (Math.abs(share * 100 - Math.round(share * 100)) < 1e-6) continue;
      const span =
        weights !== undefined
          ? valueSpan(flag.document, weights, `${value}`)
          : percent !== undefined && data !== undefined
            ? valueSpan(flag.document, data, "percent")
            : spanAt(flag, "rollout");
      yield diagnostic("model/bad-rollout", span, `\`${share}\` has more than two decimals`, {
        hint: "buckets are hundredths of a percent",
      });
    }
    const sum = shares.reduce((total, share) => total + Math.round(share.percent * 100), 0);
    if (sum !== 10_000)
      yield diagnostic(
        "model/bad-rollout",
        key,
        `the weights of flag \`${flag.name}\` add up to ${sum / 100}, not to 100`,
        {
          hint: "change them so that everyone gets one of the variants",
        },
      );
  }
}
