import type { Flag } from "../declare/declarations.ts";
import { shapeOf } from "./common-shape.ts";
import type { Json, ValueShape } from "./value-shape.ts";

/** The shape of a flag's values: the declared one, or else what they have in common; undefined if it has none. */
export function shapeOfFlag({ shape, payloads }: Flag): ValueShape | undefined {
  if (shape !== undefined || payloads === undefined) return shape as ValueShape | undefined;
  return shapeOf(new Map(payloads.values.map((value, index) => [`${index}`, value as Json])));
}
