import type { Bundle, BundleFlag } from "../shapes/bundle.ts";

/** A bundle whose flags are read one by one, when they are asked for. */
export type Source = Omit<Bundle, "flags"> & { readonly flags: FlagSource };

/** The flags of a bundle. */
export interface FlagSource extends FlagNames {
  /** The flag whose name has this index. */
  readonly at: (index: number) => BundleFlag;
}

/** The names of flags, and which of them must be read before others. */
export interface FlagNames {
  /** In the order of their code units: that of an object's keys is not that of its text. */
  readonly names: readonly string[];
  /** The indexes of all that may list customers, ascending: the tables depend on them. */
  readonly listing: readonly number[];
  /** The indexes of all that may have conditions, ascending: how told values are compared depends on them. */
  readonly conditional: readonly number[];
}

/** A bundle that is all there. */
export function sourceOf(bundle: Bundle): Source {
  const { flags } = bundle;
  const names = Object.keys(flags).sort();
  const all = [...names.keys()];
  const at = (index: number): BundleFlag => flags[names[index] as string] as BundleFlag;
  return { ...bundle, flags: { names, listing: all, conditional: all, at } };
}
