import type { Decision, Flag, GroupSet, Model } from "../model/model.ts";
import { setOf } from "../model/model-queries.ts";
import { type Dimension, dimensionOf } from "../model/space/atoms.ts";
import type { Box } from "../model/space/box.ts";
import { inOrder } from "./mention-classes.ts";
import type { Cell } from "./revision.ts";

/** Finds what callers tell that answers of a decision may depend on, on either side. */
export type FindDimensions = (one: Decision | undefined, other: Decision | undefined) => readonly Dimension[];

/**
 * Finds the dimensions of decisions of two models: the told sets that a decision, or what it requires, names on either
 * side. What required flags name is found once, whatever the number of decisions that require them.
 */
export function dimensionFinder(before: Model | undefined, after: Model | undefined): FindDimensions {
  if (![before, after].some((model) => [...(model?.sets.values() ?? [])].some(({ told }) => told))) return () => [];
  const known = new Map<string, readonly string[]>();

  function namedBy(one: Decision | undefined, other: Decision | undefined): readonly string[] {
    const key = `${(other ?? one)?.kind} ${(other ?? one)?.name}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, []);
    const required = inOrder([one, other].flatMap(requiredBy));
    const named = inOrder([
      ...[one, other].flatMap((each) => each?.grouped ?? []).map(({ group }) => group),
      ...required.flatMap((name) => namedBy(before?.flags.get(name), after?.flags.get(name))),
    ]).filter((group) => [before, after].some((model) => model?.sets.get(setOf(group))?.told));
    known.set(key, named);
    return named;
  }

  return (one, other) => {
    const named = new Set(namedBy(one, other));
    return inOrder([...named].map(setOf)).map((name) =>
      dimensionOfSet(before?.sets.get(name), after?.sets.get(name), (reference) => named.has(reference)),
    );
  };
}

/** The dimension of a told set. What one side lacks is untold there, so it is told apart from what both have. */
function dimensionOfSet(
  one: GroupSet | undefined,
  other: GroupSet | undefined,
  isNamed: (reference: string) => boolean,
): Dimension {
  const revisions = [one, other].map((set) => (set?.told ? set.groups : undefined));
  const names = new Set(revisions.flatMap((groups) => [...(groups?.keys() ?? [])]));
  return dimensionOf((other ?? one)?.name ?? "", names, (group) => {
    const found = revisions.map((groups) => groups?.get(group));
    const own = found.some((each) => each !== undefined && isNamed(each.reference)) ? group : "";
    return JSON.stringify([own, ...found.map((each) => each !== undefined)]);
  });
}

function requiredBy(decision: Decision | undefined): readonly string[] {
  return decision?.kind === "flag" ? (decision as Flag).requires.map(({ name }) => name) : [];
}

/** What was found at one point of a box, and so is right in all of it. */
export interface Found<Result> {
  readonly box: Box;
  readonly result: Result;
}

/**
 * Asks at one point of each box of a space. A space is cut only along dimensions that an answer has looked at: what
 * nobody asks for tells nobody apart.
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
    // Of a dimension that is open the first atom was told.
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
  const result = ask({ groups: Object.fromEntries(told), heard: (set) => heard.add(set) });
  return { result, heard };
}
