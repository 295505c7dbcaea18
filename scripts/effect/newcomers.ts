import type { Created, Decision, Flag, Model } from "../model/model.ts";
import type { Affected } from "./affected.ts";
import { isMove, type Newcomers } from "./effect.ts";
import type { Comparison } from "./revision-query.ts";
import { type Cohort, splitByBucket, type Way, waysOf } from "./split-by-bucket.ts";

/** How customers for whom the caller says when they were created change differently from everyone else unmentioned. */
export function compareNewcomers(comparison: Comparison, affected: Affected): readonly Newcomers[] {
  const { before, after, unmentionedId } = comparison;
  const bounds = [...createdIn(before.model, affected.before), ...createdIn(after.model, affected.after)];
  return affected.others.flatMap((scope) => {
    if (scope === null) return [];
    const own = bounds.filter(({ by }) => by === scope).map(({ from }) => from);
    const ways = (created: Pick<Cohort, "created"> = {}): readonly Way[] =>
      waysOf(splitByBucket(comparison, affected, { context: { [scope]: unmentionedId }, ...created }));
    const usual = ways();
    const spans = [...new Set(own)]
      .sort((a, b) => a - b)
      .map((since) => ({ since, ways: ways({ created: { [scope]: since } }) }))
      .filter((span, index, all) => !isSame(span.ways, all[index - 1]?.ways ?? usual));
    return spans.flatMap(({ since, ways }, index): Newcomers[] => {
      if (isSame(ways, usual)) return [];
      const reported = usual.some(isMove) ? ways : ways.filter(isMove);
      return reported.map((way) => ({ scope, since, until: spans[index + 1]?.since, where: undefined, ...way }));
    });
  });
}

/** The days from which a flag, or one that it requires, answers newcomers differently. */
function createdIn(model: Model | undefined, decision: Decision | undefined): readonly Created[] {
  const flags = new Set(decision?.kind === "flag" ? [decision as Flag] : []);
  for (const { requires } of flags)
    for (const { name } of requires) {
      const required = model?.flags.get(name);
      if (required !== undefined) flags.add(required);
    }
  return [...flags].flatMap(({ created }) => created ?? []);
}

function isSame(some: readonly Way[], others: readonly Way[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
