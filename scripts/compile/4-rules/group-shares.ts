import type { Condition } from "../../model/condition.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Group, GroupSet, GroupShare, Model } from "../../model/model.ts";
import { commonInstant } from "../../model/space/common.ts";
import { type MayMeet, overlapFinder } from "../../model/space/overlap.ts";
import { isInBuckets, isListed, type Situation } from "../../model/space/situation.ts";
import { findWitness } from "../../model/space/witness.ts";
import { always } from "../../model/time.ts";
import { buckets } from "../../runtime/tables/bucket.ts";

/**
 * The shares of a group set must have at most two decimals, and in an exclusive set nobody may be in two. Codes:
 * `model/bad-rollout`, `model/two-groups`.
 */
export function* groupShares(model: Model): Generator<Diagnostic> {
  for (const set of model.sets.values()) {
    const all = [...set.groups.values()].flatMap((group) => group.shares.map((share) => ({ group, share })));
    for (const { share } of all)
      if (Math.abs(share.percent * 100 - Math.round(share.percent * 100)) > 1e-6)
        yield diagnostic("model/bad-rollout", share.span, `\`${share.percent}\` has more than two decimals`, {
          hint: "the smallest share is 0.01, one in ten thousand",
        });
    if (!set.exclusive) continue;
    yield* judgeSum(set, all);
    if (all.length > 0) yield* judgeOverlaps(model, set, all);
  }
}

interface Placed {
  readonly group: Group;
  readonly share: GroupShare;
}

/** Shares of one salt lie side by side, so they must not go beyond the last bucket. */
function* judgeSum(set: GroupSet, all: readonly Placed[]): Generator<Diagnostic> {
  const over = all.find(({ share }) => share.end > buckets);
  if (over === undefined) return;
  const sum = all.reduce((total, { share }) => total + (share.salt === over.share.salt ? share.percent : 0), 0);
  yield diagnostic(
    "model/two-groups",
    over.share.span,
    `the shares of \`${set.name}\` add up to ${sum}, more than 100`,
    { hint: `take ${Math.round((sum - 100) * 100) / 100} away: in an exclusive set shares lie side by side` },
  );
}

/** Shares of two salts, and a share and a condition, must exclude each other by what they test. */
function* judgeOverlaps(model: Model, set: GroupSet, all: readonly Placed[]): Generator<Diagnostic> {
  const conditions = [...set.groups.values()].flatMap((group) =>
    group.conditions.map((condition) => ({ group, condition })),
  );
  const tests = [...all.flatMap(({ share }) => share.condition ?? []), ...conditions.map(({ condition }) => condition)];
  const mayMeet = overlapFinder(model, tests);
  for (const [index, { group, share }] of all.entries()) {
    const other = all
      .slice(0, index)
      .find(
        (each) =>
          each.group !== group && each.share.salt !== share.salt && meet(model, set, mayMeet, share, each.share),
      );
    if (other !== undefined)
      yield diagnostic(
        "model/two-groups",
        share.span,
        `shares of two salts overlap: a customer may be in \`${other.group.reference}\` and in \`${group.reference}\``,
        {
          related: [{ message: `the share of \`${other.group.reference}\` is here`, span: other.share.span }],
          hint: `give all shares of \`${set.name}\` one salt, or say \`exclusive: false\``,
        },
      );
    const beside = conditions.find((each) => each.group !== group && meet(model, set, mayMeet, share, each));
    if (beside === undefined) continue;
    yield diagnostic(
      "model/two-groups",
      share.span,
      `a customer may be in the share of \`${group.reference}\` and meet the condition of \`${beside.group.reference}\``,
      {
        related: [{ message: `the condition of \`${beside.group.reference}\` is here`, span: beside.condition.span }],
        hint: "let the share test what the condition excludes, or make groups of two sets of them",
      },
    );
  }
}

type Beside = GroupShare | { readonly condition: Condition };

function isShare(beside: Beside): beside is GroupShare {
  return "salt" in beside;
}

/** Whether a customer whom the set does not list may be in a share and in another share, or meet a condition. */
function meet(model: Model, set: GroupSet, mayMeet: MayMeet, share: GroupShare, other: Beside): boolean {
  const conditions = [share.condition, other.condition].filter((condition) => condition !== undefined);
  const [one, two] = conditions;
  if (one !== undefined && two !== undefined && !mayMeet(one, two)) return false;
  const isUnlisted = (situation: Situation): boolean =>
    ![...set.groups.values()].some(({ members }) => isListed(members, set.scope, situation));
  const at = commonInstant(always, isShare(other) ? always : other.condition, model.asOf);
  if (at === undefined) return false;
  const scope = set.scope ?? "";
  const others = isShare(other) ? [other] : [];
  const isShared = (situation: Situation): boolean =>
    [share, ...others].every((each) => isInBuckets(each, situation.ids.get(scope) ?? ""));
  return (
    findWitness(model, {
      conditions,
      at,
      scopes: [scope],
      shares: [share, ...others],
      isSo: (situation) => isUnlisted(situation) && isShared(situation),
    }) !== undefined
  );
}
