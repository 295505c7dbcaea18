import type { BundleRollout } from "../../runtime/shapes/bundle.ts";
import { idIn } from "./customers.ts";
import type { Draft } from "./draft.ts";
import { allOf, isOneOf, type Logic, when } from "./logic.ts";
import { isKnown, waysOf } from "./ways.ts";

/** The buckets of a share: its first one, and the first one after it, out of a total. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

/** A weight of `fractional`, and its result. */
type Weight = readonly [result: string, weight: number];

const inside = "in";
const outside = "out";

/** Whether the customer's bucket is within a range. */
export function isInRange(draft: Draft, scope: string, salt: string, { start, end, total }: Range): Logic {
  const weights: Weight[] = [
    [outside, start],
    [inside, end - start],
    [outside, total - end],
  ];
  return allOf([isKnown(draft, scope), isOneOf(fractional(draft, scope, salt, weights), [inside])]);
}

/** What a part of a rollout gives the customer; `rest` if the customer has no share in it. */
export function shareOf(
  draft: Draft,
  { by, salt, total, shares }: BundleRollout,
  variantOf: (value: string | boolean) => string,
  rest: Logic,
): Logic {
  const weights: Weight[] = shares.map(({ value, share }) => [variantOf(value), share]);
  const all = total ?? 10_000;
  const left = all - shares.reduce((sum, { share }) => sum + share, 0);
  if (left === 0 || typeof rest === "string")
    return when(
      isKnown(draft, by),
      fractional(draft, by, salt, left === 0 ? weights : [...weights, [`${rest}`, left]]),
      rest,
    );
  return weights.reduceRight<Logic>((otherwise, [variant], index) => {
    const start = weights.slice(0, index).reduce((sum, [, weight]) => sum + weight, 0);
    const range = { start, end: start + (weights[index]?.[1] ?? 0), total: all };
    return when(isInRange(draft, by, salt, range), variant, otherwise);
  }, rest);
}

/** What the customer's bucket leads to; if all buckets lead to the same, it is not looked at. */
function fractional(draft: Draft, scope: string, salt: string, weights: readonly Weight[]): Logic {
  const own = weights.filter(([, weight]) => weight > 0);
  const [first] = own;
  if (first === undefined) return null;
  if (own.every(([result]) => result === first[0])) return first[0];
  judgeHashed(draft, scope, salt);
  const divisor = own.map(([, weight]) => weight).reduce(greatestCommonDivisor);
  const id = idIn(draft, scope);
  return {
    fractional: [salt === "" ? id : { cat: [salt, id] }, ...own.map(([result, weight]) => [result, weight / divisor])],
  };
}

/** The engines agree only on the hash of ASCII texts, and one of them trims what it joins. */
function judgeHashed(draft: Draft, scope: string, salt: string): void {
  if (salt.trim() !== salt) draft.unsayable.add("a salt that begins or ends with white space");
  const texts = [
    salt,
    ...waysOf(draft, scope).flatMap(({ meanings }) => [...meanings.values()].flat().map(({ id }) => id)),
  ];
  if (texts.some((text) => !/^[\0-\x7f]*$/.test(text))) draft.unsayable.add("a share by a text outside ASCII");
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
