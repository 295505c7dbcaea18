import type { Test } from "../condition.ts";
import type { Point } from "./points.ts";

/** Values of a dimension that no decision distinguishes, so one of them can stand for all; undefined is untold. */
export interface Atom {
  readonly asked: Point["value"];
}

/** Something that callers tell and that answers may depend on, divided into the values that can be distinguished. */
export interface Dimension {
  readonly name: string;
  readonly atoms: readonly Atom[];
  /** Some of the atoms, by number, as alternative tests: told values come before untold. */
  readonly say: (numbers: readonly number[]) => readonly Test[];
}

/** A decision may have at most this many cells; decisions with more are not compared. */
export const mostCells = 10_000;

/** How many cells some dimensions make. */
export function countCells(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((count, { atoms }) => count * atoms.length, 1);
}
