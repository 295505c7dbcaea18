import type { Test } from "../condition.ts";

/** Values of a dimension that no decision distinguishes, so one of them can stand for all; undefined is untold. */
export interface Atom {
  readonly asked: string | undefined;
  readonly tests: readonly Test[];
}

/** Something that callers tell and that answers may depend on, divided into the values that can be distinguished. */
export interface Dimension {
  readonly name: string;
  readonly atoms: readonly Atom[];
}

/** A decision may have at most this many cells; those of more are not compared. */
export const mostCells = 10_000;

/** How many cells some dimensions make. */
export function countCells(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((count, { atoms }) => count * atoms.length, 1);
}

/** The dimension of a closed list of values: values with the same `signOf` are one atom; untold comes first. */
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
