import type { Decision, Flag, GroupSet, Model } from "../model.ts";
import { groupsNamedBy, setOf } from "../model-queries.ts";
import { compareText } from "../text/words.ts";
import { type Dimension, dimensionOf } from "./atoms.ts";

/** Finds what callers supply that answers of a decision may depend on, on either side. */
type FindDimensions = (one: Decision | undefined, other: Decision | undefined) => readonly Dimension[];

/**
 * Finds the dimensions of decisions of two models: the told sets that a decision, or what it requires, names on either
 * side. What required flags name is found once, regardless of the number of decisions that require them.
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
      ...[one, other].flatMap((each) => (each === undefined ? [] : groupsNamedBy(each))).map(({ group }) => group),
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

function inOrder(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
