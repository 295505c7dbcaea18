import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Model, RolloutPart } from "../../model/model.ts";
import { findGroup, setOf, spanAt } from "../../model/model-queries.ts";
import type { FlagDocument, Shares } from "../../model/shapes/documents.ts";
import type { Span } from "../../model/text/source.ts";

/**
 * The shares of a rollout must have at most two decimals, add up to 100, and use a scope of the flag; its parts must be
 * for different customers. `created` must use a scope of the flag too. Codes: `model/bad-rollout`, `model/no-effect`,
 * `model/wrong-scope`, `schema/missing-key`.
 */
export function* badRollout(model: Model): Generator<Diagnostic> {
  for (const flag of model.flags.values()) {
    if (flag.created !== undefined) yield* judgeScope(flag, "created", flag.created.by, flag.created.data);
    for (const part of flag.rollout) {
      yield* judgeScope(flag, "rollout", part.by, part.data);
      if (!model.partial.has(flag.document))
        yield* judgeShares(flag, part, model.environment === model.config.environments[0]);
    }
    yield* judgeParts(model, flag);
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
      data === undefined ? `rollout: { percent: ${percentOf(flag, data)}, by: ${broad} }` : `by: ${broad}`;
    yield diagnostic("schema/missing-key", span, `\`${key}\` of flag \`${flag.name}\` needs a scope in \`by\``, {
      hint: `write \`${example}\`, or ${others.map((scope) => `\`${scope}\``).join(" or ")}: the scope whose ids count`,
    });
  } else if (!flag.scopes.includes(by) && data !== undefined) {
    const place = valueSpan(flag.document, data, "by");
    const hint = nameHint(place, by, flag.scopes, "its scopes are");
    yield diagnostic("model/wrong-scope", place, `\`${by}\` is not a scope of flag \`${flag.name}\``, hint);
  }
}

/**
 * A customer who is in a part but outside its share does not go on to the next part: so nobody may be in two, and the
 * rest comes last.
 */
function* judgeParts(model: Model, flag: Flag): Generator<Diagnostic> {
  const { document, rollout } = flag;
  const seen: { readonly group: string; readonly part: number; readonly span: Span }[] = [];
  for (const [index, { among, amongConditions, data }] of rollout.entries()) {
    const whole = valueSpan(document, (document.data as FlagDocument).rollout as object, index);
    if (among === undefined) {
      if (index < rollout.length - 1)
        yield diagnostic("model/bad-rollout", whole, "a part without `among` is for the rest, so it comes last", {
          hint: "say with `among` whom it is for, or make it the last part",
        });
      else if (index === 0 && rollout.length === 1) continue;
      continue;
    }
    for (const { group, span } of among) {
      if (findGroup(model, group) === undefined) continue;
      const other = seen.find((each) => each.part !== index && !areDisjoint(model, each.group, group));
      if (other !== undefined)
        yield diagnostic(
          "model/bad-rollout",
          span,
          other.group === group
            ? `\`${group}\` is in two parts of the rollout`
            : `a customer may be in \`${other.group}\` and in \`${group}\`, so in two parts of the rollout`,
          {
            related: [{ message: `\`${other.group}\` is here`, span: other.span }],
            hint: "let the parts name groups of one exclusive set, each once",
          },
        );
      seen.push({ group, part: index, span });
    }
    if (data !== undefined && among.length + amongConditions.length === 0)
      yield diagnostic("model/bad-rollout", whole, "this part is among nobody", {
        hint: "name a group, or take it out",
      });
  }
}

/** A percentage as written, with all its decimals. */
function percentOf({ document }: Flag, data: object | undefined): number {
  const { rollout } = document.data as FlagDocument;
  return typeof rollout === "number" ? rollout : ((data as Shares | undefined)?.percent ?? 0);
}

function areDisjoint(model: Model, one: string, other: string): boolean {
  const set = model.sets.get(setOf(one));
  return one !== other && set?.exclusive === true && setOf(other) === set.name;
}

function* judgeShares(flag: Flag, { data }: RolloutPart, isFirst: boolean): Generator<Diagnostic> {
  const { document, name, variants } = flag;
  const { weights, ratio } = (data ?? {}) as Shares;
  const key = weights === undefined ? "ratio" : "weights";
  const given = weights ?? ratio;
  if (variants === undefined && given !== undefined) {
    // A flag without variants is reported at `assign`.
    if ((document.data as FlagDocument).assign !== undefined) return;
    const span = keySpan(document, data as object, key);
    yield diagnostic(
      "model/bad-rollout",
      span,
      `flag \`${name}\` has no variants, so it cannot have ${key === "ratio" ? "a ratio" : key}`,
      {
        hint: "write `percent: 25`, the share of customers who get true, or give the flag `variants`",
      },
    );
    return;
  }
  const percentSpan = data === undefined ? spanAt(flag, "rollout") : valueSpan(document, data, "percent");
  if (variants !== undefined && given === undefined) {
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

  // An environment may turn on for everyone what only some get elsewhere.
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
  if (ratio !== undefined) {
    if (Object.values(ratio).every((share) => share === 0))
      yield diagnostic(
        "model/bad-rollout",
        keySpan(document, data as object, "ratio"),
        "the ratio gives nobody anything",
        {
          hint: "give at least one variant a share, such as 1",
        },
      );
    return;
  }
  yield* judgePercentages(flag, data, percentSpan);
}

/** Shares must be whole ten-thousandths, and those of all variants must add up. */
function* judgePercentages(flag: Flag, data: RolloutPart["data"], percentSpan: Span): Generator<Diagnostic> {
  const { document, variants } = flag;
  const { weights } = (data ?? {}) as Shares;
  const percentages =
    weights === undefined
      ? [{ share: percentOf(flag, data), span: percentSpan }]
      : Object.entries(weights).map(([key, share]) => ({ share, span: valueSpan(document, weights, key) }));
  const uneven = percentages.filter(({ share }) => Math.abs(share * 100 - Math.round(share * 100)) > 1e-6);
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
      `the weights of flag \`${flag.name}\` add up to ${sum / 100}, not to 100`,
      {
        hint: `${sum < 10_000 ? `add the missing ${(10_000 - sum) / 100}` : `remove ${(sum - 10_000) / 100}`}, so that every customer gets a variant`,
      },
    );
}
