import type { Bundle, BundleFlag, BundleRollout, BundleValue } from "../../../scripts/runtime/shapes/bundle.ts";
import { bucketOf } from "../bucket-of.ts";
import { isTrue } from "./conditions.ts";
import { isInGroup } from "./groups.ts";
import { idOf } from "./identities.ts";
import type { Question } from "./question.ts";

/** What the part of a rollout that the customer belongs to gives; undefined where it gives nothing. */
export function rolledOut(bundle: Bundle, rollout: BundleFlag["rollout"], question: Question): BundleValue | undefined {
  const part = [rollout ?? []]
    .flat()
    .find(({ among }) => among?.some((item) => isAmong(bundle, item, question)) ?? true);
  return part && shareOf(bundle, part, question);
}

/** Whether the customer is one of those whom an item of `among` means. */
export function isAmong(bundle: Bundle, item: AmongItem, question: Question): boolean {
  return typeof item === "string" ? isInGroup(bundle, item, question) : isTrue(bundle, item, question);
}

type AmongItem = NonNullable<BundleRollout["among"]>[number];

/** The value whose share of a part has the customer's bucket, whoever the part is among. */
export function shareOf(bundle: Bundle, part: BundleRollout, question: Question): BundleValue | undefined {
  const id = idOf(bundle, part.by, question);
  if (id === undefined) return undefined;
  let bucket = bucketOf(part.salt, id, part.total);
  for (const { value, share } of part.shares) {
    if (bucket < share) return value;
    bucket -= share;
  }
  return undefined;
}
