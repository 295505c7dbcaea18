import type { Dimension } from "../model/space/atoms.ts";
import type { Box } from "../model/space/box.ts";
import type { Cell } from "./revision.ts";

/** What was found at one point of a box, and so applies to all of it. */
export interface Found<Result> {
  readonly box: Box;
  readonly result: Result;
}

/**
 * Asks at one point of each box of a space. A space is cut only along dimensions that an answer has looked at: others
 * do not distinguish anyone.
 */
export function askRegions<Result>(
  dimensions: readonly Dimension[],
  ask: (cell: Cell | undefined) => Result,
): readonly Found<Result>[] {
  if (dimensions.length === 0) return [{ box: new Map(), result: ask(undefined) }];
  const found: Found<Result>[] = [];

  function look(box: ReadonlyMap<string, readonly [number]>, known?: Asked<Result>): void {
    const { result, heard } = known ?? askAt(dimensions, box, ask);
    const open = dimensions.find(({ name }) => heard.has(name) && !box.has(name));
    if (open === undefined) found.push({ box, result });
    // In a dimension that is open, the first atom was told.
    else
      for (const index of open.atoms.keys())
        look(new Map(box).set(open.name, [index]), index === 0 ? { result, heard } : undefined);
  }

  look(new Map());
  return found;
}

interface Asked<Result> {
  readonly result: Result;
  readonly heard: ReadonlySet<string>;
}

function askAt<Result>(
  dimensions: readonly Dimension[],
  box: ReadonlyMap<string, readonly [number]>,
  ask: (cell: Cell) => Result,
): Asked<Result> {
  const heard = new Set<string>();
  const told = dimensions.flatMap(({ name, atoms }) => {
    const asked = atoms[box.get(name)?.[0] ?? 0]?.asked;
    return asked === undefined ? [] : [[name, asked] as const];
  });
  const result = ask({ told: Object.fromEntries(told), heard: (name) => heard.add(name) });
  return { result, heard };
}
