import { frozen } from "./frozen.ts";

/** By the number of each variant the value that it stands for: read, and frozen with all that is within, when first asked for. */
export type Payloads = () => ReadonlyMap<number, unknown>;

/** The values of a flag as a bundle has them: all there, or to be read when somebody asks. */
export type BundledValues = readonly unknown[] | (() => readonly unknown[]);

/** The values of variants by the numbers of these, in the same order. */
export function payloadsOf(numbers: readonly number[], values: BundledValues): Payloads {
  let known: ReadonlyMap<number, unknown> | undefined;
  return () => {
    known ??= new Map(
      (typeof values === "function" ? values() : values).map((value, index) => [
        numbers[index] as number,
        frozen(value),
      ]),
    );
    return known;
  };
}
