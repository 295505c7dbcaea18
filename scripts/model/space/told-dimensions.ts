import type { Decision, GroupSet, Model } from "../model.ts";
import { groupsNamedBy, setOf } from "../model-queries.ts";
import { withRequired } from "../required-flags.ts";
import { compareText } from "../text/words.ts";
import { type Dimension, dimensionOf } from "./atoms.ts";

/** Finds what callers tell that answers of a decision may depend on, on either side. */
type FindDimensions = (one: Decision | undefined, other: Decision | undefined) => readonly Dimension[];

/**
 * Finds the dimensions of decisions of two models: the told sets that a decision, or anything it requires, names on
 * either side.
 */
export function dimensionFinder(before: Model | undefined, after: Model | undefined): FindDimensions {
  if (![before, after].some((model) => [...(model?.sets.values() ?? [])].some(({ told }) => told))) return () => [];
  const isTold = (group: string): boolean => [before, after].some((model) => model?.sets.get(setOf(group))?.told);
  return (one, other) => {
    const all = withRequired(before, after, [one, other]).flat();
    const groups = all.flatMap((each) => (each === undefined ? [] : groupsNamedBy(each))).map(({ group }) => group);
    const named = new Set(groups.filter(isTold));
    return inOrder([...named].map(setOf)).map((name) =>
      dimensionOfSet(before?.sets.get(name), after?.sets.get(name), (reference) => named.has(reference)),
    );
  };
}

/**
 * The dimension of a told set. A group that one side lacks is untold there, so it is distinguished from those that both
 * have.
 */
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

function inOrder(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
