import type { Test } from "../condition.ts";

/** Values of a dimension that no decision tells apart, so that one may be asked for all; undefined is untold. */
export interface Atom {
  readonly asked: string | undefined;
  readonly tests: readonly Test[];
}

/** Something that callers supply and that answers may depend on, cut into all the values that may be told apart. */
export interface Dimension {
  readonly name: string;
  readonly atoms: readonly Atom[];
}

/** More cells than these are not compared, and no decision may have them. */
export const mostCells = 10_000;

/** How many cells some dimensions make. */
export function countCells(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((count, { atoms }) => count * atoms.length, 1);
}

/** The dimension of a closed list of values: those that `signOf` gives the same sign are one; untold is first. */
export function dimensionOf(name: string, values: Iterable<string>, signOf: (value: string) => string): Dimension {
  const atoms = new Map<string, string[]>();
  for (const value of values) {
    const sign = signOf(value);
    const known = atoms.get(sign);
    if (known === undefined) atoms.set(sign, [value]);
    else known.push(value);
  }
  return {
    name,
    atoms: [
      { asked: undefined, tests: [{ untold: true }] },
      ...[...atoms.values()].map((tests): Atom => ({ asked: tests[0], tests })),
    ],
  };
}
