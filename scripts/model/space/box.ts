import type { Test } from "../condition.ts";
import type { Dimension } from "./atoms.ts";

/** A part of a space: for each dimension that bounds it, by name, the numbers of its atoms. */
export type Box = ReadonlyMap<string, readonly number[]>;

/** A box as a condition writes it: for each name, one of the tests holds. */
export type Where = Readonly<Record<string, readonly Test[]>>;

/** The same part in fewer boxes: boxes that differ in only one dimension are merged, repeatedly. */
export function mergeBoxes(dimensions: readonly Dimension[], boxes: readonly Box[]): readonly Box[] {
  let merged = boxes;
  for (let count = Infinity; merged.length < count; ) {
    count = merged.length;
    for (const dimension of dimensions) merged = mergeAlong(dimensions, dimension, merged);
  }
  return merged;
}

function mergeAlong(dimensions: readonly Dimension[], along: Dimension, boxes: readonly Box[]): readonly Box[] {
  if (boxes.length < 2) return boxes;
  const all = along.atoms.map((_, index) => index);
  const found = new Map<string, { readonly box: Box; readonly atoms: Set<number> }>();
  for (const box of boxes) {
    const key = JSON.stringify(dimensions.map(({ name }) => (name === along.name ? null : (box.get(name) ?? null))));
    const known = found.get(key) ?? { box, atoms: new Set<number>() };
    found.set(key, known);
    for (const atom of box.get(along.name) ?? all) known.atoms.add(atom);
  }
  return [...found.values()].map(({ box, atoms }) => {
    const merged = new Map(box);
    if (atoms.size === all.length) merged.delete(along.name);
    else
      merged.set(
        along.name,
        [...atoms].sort((a, b) => a - b),
      );
    return merged;
  });
}

/** A box as conditions, told values before untold; undefined if it is the whole space. */
export function whereOf(dimensions: readonly Dimension[], box: Box): Where | undefined {
  const tests = dimensions.flatMap(({ name, say }) => {
    const own = box.get(name);
    return own === undefined ? [] : [[name, say(own)] as const];
  });
  return tests.length === 0 ? undefined : Object.fromEntries(tests);
}

/** Whether two tests are the same. */
export function isSameTest(one: Test, other: Test): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
