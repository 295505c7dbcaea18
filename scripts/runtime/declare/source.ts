import type { Bundle, BundleFlag } from "../shapes/bundle.ts";

/** A bundle whose flags are read one by one, when somebody asks for them. */
export type Source = Omit<Bundle, "flags"> & { readonly flags: FlagSource };

/** The flags of a bundle. */
export interface FlagSource {
  /** In the order of their code units: that of an object's keys is not that of its text. */
  readonly names: readonly string[];
  /** The flag whose name has this index. */
  readonly at: (index: number) => BundleFlag;
  /** The indexes of all flags that may have a part with this beginning in their text, in ascending order. */
  readonly having: (part: FlagPart) => readonly number[];
}

/** What a flag's text has in it, without white space between, if it has a condition or a list with customers. */
type FlagPart = '"where":{' | '"entries":[';

/** A bundle that is all there. */
export function sourceOf(bundle: Bundle): Source {
  const { flags } = bundle;
  const names = Object.keys(flags).sort();
  const all = [...names.keys()];
  return { ...bundle, flags: { names, at: (index) => flags[names[index] as string] as BundleFlag, having: () => all } };
}
