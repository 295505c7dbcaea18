import { frozen } from "./frozen.ts";

/** By the number of each variant the value that it stands for: frozen with all that is within when first asked for. */
export type Payloads = () => ReadonlyMap<number, unknown>;

/** The values of variants by the numbers of these, in the same order. */
export function payloadsOf(numbers: readonly number[], values: readonly unknown[]): Payloads {
  let known: ReadonlyMap<number, unknown> | undefined;
  return () => {
    known ??= new Map(values.map((value, index) => [numbers[index] as number, frozen(value)]));
    return known;
  };
}
