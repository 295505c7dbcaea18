import { type Document, valueSpan } from "../../model/document.ts";
import type { RolloutPart, Value } from "../../model/model.ts";
import type { FlagDocument, Shares } from "../../model/shapes/documents.ts";
import { buckets } from "../../runtime/tables/bucket.ts";
import { resolveCondition } from "./condition.ts";
import type { TestedByName } from "./tested.ts";

/** The parts of a flag's rollout; empty if it has none. */
export function resolveRollout(
  document: Document,
  values: readonly Value[],
  scopes: readonly string[],
  tested: TestedByName,
): readonly RolloutPart[] {
  const { flag, rollout } = document.data as FlagDocument;
  if (rollout === undefined) return [];
  if (typeof rollout === "number")
    return [
      {
        among: undefined,
        amongConditions: [],
        by: scopeBy(undefined, scopes),
        salt: flag,
        total: buckets,
        shares: percentage(rollout),
        data: undefined,
      },
    ];
  return [rollout].flat().map((part) => ({
    among: part.among?.flatMap((group, index) =>
      typeof group === "string" ? [{ group, span: valueSpan(document, part.among as object, index) }] : [],
    ),
    amongConditions: (part.among ?? []).flatMap((item) =>
      typeof item === "string" ? [] : [resolveCondition(document, tested, item.where)],
    ),
    by: scopeBy(part.by, scopes),
    salt: `${part.salt ?? flag}`,
    ...sharesOf(part, values),
    data: part,
  }));
}

/** The scope that decides: the named one, or the only one that the flag has. */
export function scopeBy(by: string | undefined, scopes: readonly string[]): string | undefined {
  return by ?? (scopes.length === 1 ? scopes[0] : undefined);
}

function sharesOf(
  { percent, weights, ratio }: Shares,
  values: readonly Value[],
): Pick<RolloutPart, "total" | "shares"> {
  if (percent !== undefined) return { total: buckets, shares: percentage(percent) };
  if (ratio === undefined)
    return { total: buckets, shares: values.map((value) => ({ value, share: inBuckets(weights?.[`${value}`] ?? 0) })) };
  const shares = values.map((value) => ({ value, share: ratio[`${value}`] ?? 0 }));
  return { total: shares.reduce((sum, { share }) => sum + share, 0), shares };
}

/** The rollout does not decide for customers outside the percentage. */
function percentage(percent: number): RolloutPart["shares"] {
  return [{ value: true, share: inBuckets(percent) }];
}

function inBuckets(percent: number): number {
  return Math.round(percent * 100);
}
