import type { BundleValue } from "../shapes/bundle.ts";
import type { Attributes } from "./attributes.ts";
import type { Group } from "./declarations.ts";

/** What is numbered while a bundle is read. */
export interface Draft {
  readonly scopes: ReadonlyMap<string, number>;
  readonly groups: Map<string, Group>;
  readonly values: ValueNumbers;
  readonly attributes: Attributes;
  keys: number;
}

/** The values that decisions can have; there are more with each decision that is declared. */
export interface ValueNumbers {
  /** By number. */
  readonly list: BundleValue[];
  readonly numbers: Map<BundleValue, number>;
}

/** Values with their numbers in a list; `false` must be the first, and `true` the second. */
export function numberValues(list: readonly BundleValue[] = [false, true]): ValueNumbers {
  return { list: [...list], numbers: new Map(list.map((value, number) => [value, number])) };
}

/** The number of a value; a new value gets a new one. */
export function valueNumber({ values: { list, numbers } }: Pick<Draft, "values">, value: BundleValue): number {
  const known = numbers.get(value);
  if (known !== undefined) return known;
  numbers.set(value, list.length);
  return list.push(value) - 1;
}
