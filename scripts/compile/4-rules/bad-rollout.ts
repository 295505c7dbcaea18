import type { Condition } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { nameHint } from "../../model/did-you-mean.ts";
import { keySpan, valueSpan } from "../../model/document.ts";
import type { Flag, Model, RolloutPart } from "../../model/model.ts";
import { setOf, spanAt } from "../../model/model-queries.ts";
import type { FlagDocument, Shares } from "../../model/shapes/documents.ts";
import { commonInstant, conditionOfGroup } from "../../model/space/common.ts";
import { type MayMeet, overlapFinder } from "../../model/space/overlap.ts";
import { findWitness } from "../../model/space/witness.ts";
import { describeWitness } from "../../model/space/witness-words.ts";
import type { Span } from "../../model/text/source.ts";
import { always } from "../../model/time.ts";

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
    if (flag.rollout.length > 0) yield* judgeParts(model, flag);
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
  const members = rollout.map((part) => membersOf(model, part));
  const mayMeet = overlapFinder(
    model,
    members.flat().map(({ condition }) => condition),
  );
  for (const [index, { among, amongConditions, data }] of rollout.entries()) {
    const whole = valueSpan(document, (document.data as FlagDocument).rollout as object, index);
    if (among === undefined) {
      if (index < rollout.length - 1 && !model.partial.has(document))
        yield diagnostic("model/bad-rollout", whole, "a part without `among` is for the rest, so it comes last", {
          hint: "say with `among` whom it is for, or make it the last part",
        });
      continue;
    }
    for (const member of members[index] ?? [])
      for (const other of members.slice(0, index).flat()) {
        const who = inBoth(model, flag, mayMeet, member, other);
        if (who === undefined) continue;
        yield overlappingParts(member, other, who);
        break;
      }
    if (data !== undefined && among.length + amongConditions.length === 0)
      yield diagnostic("model/bad-rollout", whole, "this part is among nobody", {
        hint: "name a group, or take it out",
      });
  }
}

/** Whom a part of a rollout is for: a group, or a condition. */
interface PartMember {
  readonly group: string | undefined;
  readonly condition: Pick<Condition, "tests" | "from" | "until">;
  readonly span: Span;
}

function membersOf(model: Model, { among = [], amongConditions }: RolloutPart): readonly PartMember[] {
  const groups = among.flatMap(({ group, span }): readonly PartMember[] => {
    const condition = conditionOfGroup(model, { group });
    return condition === undefined ? [] : [{ group, condition: { ...condition, ...always }, span }];
  });
  return [...groups, ...amongConditions.map((condition) => ({ group: undefined, condition, span: condition.span }))];
}

/** A customer who may be in both, in words; undefined if there is none. */
function inBoth(model: Model, flag: Flag, mayMeet: MayMeet, one: PartMember, other: PartMember): string | undefined {
  if (one.group !== undefined && other.group !== undefined)
    return areDisjoint(model, one.group, other.group) ? undefined : "a customer";
  const at = commonInstant(one.condition, other.condition, model.asOf);
  if (at === undefined || !mayMeet(one.condition, other.condition)) return undefined;
  const witness = findWitness(model, {
    conditions: [one.condition, other.condition],
    at,
    scopes: flag.scopes.slice(-1),
  });
  return witness === undefined ? undefined : describeWitness(witness, model.asOf);
}

function overlappingParts(member: PartMember, other: PartMember, who: string): Diagnostic {
  const nameOf = ({ group }: PartMember): string => (group === undefined ? "the condition" : `\`${group}\``);
  const message =
    member.group !== undefined && other.group === member.group
      ? `\`${member.group}\` is in two parts of the rollout`
      : member.group !== undefined && other.group !== undefined
        ? `a customer may be in \`${other.group}\` and in \`${member.group}\`, so in two parts of the rollout`
        : "a customer may be in two parts of the rollout";
  return diagnostic("model/bad-rollout", member.span, message, {
    related: [{ message: `${nameOf(other)} is here`, span: other.span }],
    hint:
      member.group === undefined || other.group === undefined
        ? `such as ${who}; make the parts exclude each other`
        : "let the parts name groups of one exclusive set, each once",
  });
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
