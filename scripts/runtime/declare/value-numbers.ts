import type { BundleValue } from "../shapes/bundle.ts";
import type { Attributes } from "./attributes.ts";
import type { Group, List } from "./declarations.ts";

/** What is numbered while a bundle is read. */
export interface Draft {
  readonly scopes: ReadonlyMap<string, number>;
  readonly groups: Map<string, Group>;
  readonly values: Map<BundleValue, number>;
  readonly attributes: Attributes;
  readonly lists: List[];
  keys: number;
}

/** The number of a value; a new value gets a new one. */
export function valueNumber({ values }: Draft, value: BundleValue): number {
  const number = values.get(value) ?? values.size;
  values.set(value, number);
  return number;
}
