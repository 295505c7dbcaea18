import type { Bundle, BundleFlag, BundleRollout, BundleValue } from "../../../scripts/runtime/shapes/bundle.ts";
import { bucketOf } from "../bucket-of.ts";
import { isTrue } from "./conditions.ts";
import { isInGroup } from "./groups.ts";
import { idOf } from "./identities.ts";
import type { Question } from "./question.ts";

/** The value from the first part of a rollout that includes the customer; undefined if there is none. */
export function rolledOut(bundle: Bundle, rollout: BundleFlag["rollout"], question: Question): BundleValue | undefined {
  const part = [rollout ?? []]
    .flat()
    .find(({ among }) => among?.some((item) => isAmong(bundle, item, question)) ?? true);
  return part && shareOf(bundle, part, question);
}

/** Whether an item of `among` includes the customer. */
export function isAmong(bundle: Bundle, item: AmongItem, question: Question): boolean {
  return typeof item === "string" ? isInGroup(bundle, item, question) : isTrue(bundle, item, question);
}

type AmongItem = NonNullable<BundleRollout["among"]>[number];

/** The value whose share of a part has the customer's bucket, regardless of `among`. */
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
