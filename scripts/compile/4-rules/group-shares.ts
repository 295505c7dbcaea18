import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Group, GroupSet, GroupShare, Model } from "../../model/model.ts";
import { buckets } from "../../runtime/decide/bucket.ts";

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
    if (set.exclusive) yield* judgeExclusive(set, all);
  }
}

interface Placed {
  readonly group: Group;
  readonly share: GroupShare;
}

function* judgeExclusive(set: GroupSet, all: readonly Placed[]): Generator<Diagnostic> {
  const [first] = all;
  for (const { group, share } of all) {
    if (first !== undefined && share.salt !== first.share.salt && group !== first.group) {
      yield diagnostic(
        "model/two-groups",
        share.span,
        `shares of two salts overlap: a customer may be in \`${first.group.reference}\` and in \`${group.reference}\``,
        {
          related: [{ message: `the share of \`${first.group.reference}\` is here`, span: first.share.span }],
          hint: `give all shares of \`${set.name}\` one salt, or say \`exclusive: false\``,
        },
      );
      return;
    }
    if (share.end > buckets) {
      const sum = all.reduce((total, each) => total + each.share.percent, 0);
      yield diagnostic(
        "model/two-groups",
        share.span,
        `the shares of \`${set.name}\` add up to ${sum}, more than 100`,
        {
          hint: `take ${Math.round((sum - 100) * 100) / 100} away: in an exclusive set shares lie side by side`,
        },
      );
      return;
    }
  }
}
