import fc from "fast-check";
import type { Bundle } from "../../../scripts/runtime/shapes/bundle.ts";
import { environments, genomeLength, instants, toldCells, treeOfGenome } from "../random-tree.ts";
import type { Question } from "../reference/question.ts";
import { bundleOf, modelsOf } from "../trees.ts";
import { universe } from "./customers.ts";

/** Genomes of random trees. */
export const genome = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });

/** The bundle of a random tree, and questions that a service may ask of it. */
export interface AskedTree {
  readonly bundle: Bundle;
  readonly questions: readonly Question[];
}

/** Random trees, compiled, with some questions each. */
export function askedTree(questions: number): fc.Arbitrary<AskedTree> {
  return fc.tuple(genome, fc.array(question, { minLength: questions, maxLength: questions })).map(([genes, asked]) => {
    const bundle = bundleOf(modelsOf(treeOfGenome(genes), "2027-01-01"));
    return { bundle, questions: asked.map((each) => ({ ...each, groups: groupsKnownTo(bundle, each) })) };
  });
}

/** An id of a scope, or one that nothing mentions. */
function idIn(scope: string): fc.Arbitrary<Record<string, string>> {
  const strangers = Array.from({ length: 12 }, (_, index) => `z${index}`);
  return fc.constantFrom(...(universe[scope] ?? []), ...strangers).map((id) => ({ [scope]: id }));
}

const question: fc.Arbitrary<Question> = fc.record({
  context: fc.oneof(
    idIn("account"),
    idIn("organization"),
    fc.tuple(idIn("account"), idIn("organization")).map(([one, other]) => ({ ...one, ...other })),
    fc.constant({}),
  ),
  at: fc.constantFrom(0, ...instants.flatMap((instant) => [instant - 1, instant])),
  groups: fc.constantFrom(...toldCells),
  environment: fc.constantFrom(...environments),
  created: fc.constantFrom({}, { account: instants[2] as number }, { organization: instants[5] as number }),
});

/** A module refuses what it does not know. */
function groupsKnownTo({ groups: sets }: Bundle, { groups = {} }: Question): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).filter(([name, group]) => sets[name]?.members[group]));
}
