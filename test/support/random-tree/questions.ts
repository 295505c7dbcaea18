import fc from "fast-check";
import type { Tree } from "../../../scripts/model/tree.ts";
import type { Bundle } from "../../../scripts/runtime/shapes/bundle.ts";
import {
  environments,
  genomeLength,
  instants,
  toldCells,
  treeOfGenome,
  wholeGenomeLength,
  wholeTreeOfGenome,
} from "../random-tree.ts";
import type { Question } from "../reference/question.ts";
import { bundleOf, modelsOf } from "../trees.ts";
import { attributes } from "./attributes.ts";
import { universe } from "./customers.ts";

/** Genomes of random trees. */
export const genome = genes(genomeLength);

/** Genomes of random trees with conditions. */
export const wholeGenome = genes(wholeGenomeLength);

function genes(length: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer(), { minLength: length, maxLength: length });
}

/** The bundle of a random tree, and questions that a service may ask. */
export interface AskedTree {
  readonly tree: Tree;
  readonly bundle: Bundle;
  readonly questions: readonly Question[];
}

/** Random trees, by default with conditions, compiled, with some questions each. */
export function askedTree(questions: number, isConditional = true): fc.Arbitrary<AskedTree> {
  const asked = fc.array(question, { minLength: questions, maxLength: questions });
  const trees = isConditional ? wholeGenome.map(wholeTreeOfGenome) : genome.map(treeOfGenome);
  return fc.tuple(trees, asked).map(([tree, asked]) => {
    // A flag that depends on many attributes cannot be compared, but it does answer.
    const bundle = bundleOf(modelsOf(tree, "2027-01-01", ["model/too-many-cells"]));
    return { tree, bundle, questions: asked.map((each) => ({ ...each, groups: groupsKnownTo(bundle, each) })) };
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
  attributes: fc.record(Object.fromEntries(attributes.map(({ name, told }) => [name, fc.constantFrom(...told)]))),
  environment: fc.constantFrom(...environments),
  created: fc.constantFrom({}, { account: instants[2] as number }, { organization: instants[5] as number }),
});

/** The told groups that a bundle knows, since a module refuses others. */
function groupsKnownTo({ groups: sets }: Bundle, { groups = {} }: Question): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).filter(([name, group]) => sets[name]?.members[group]));
}
