import fc from "fast-check";
import { expect, test } from "vitest";
import { open } from "../../scripts/runtime/index.ts";
import { answersOf, changesOf, referenceAnswers, referenceChanges } from "../support/all-answers.ts";
import { constructs, documentsOf, outcomesOf } from "../support/constructs.ts";
import { askedTree, genome } from "../support/random-tree/questions.ts";
import { treeOfGenome } from "../support/random-tree.ts";

test("each construct of the language is in one of twenty random trees at least", () => {
  const trees = fc.sample(genome, 300).map((genes) => documentsOf(treeOfGenome(genes)));
  const rare = constructs
    .map(([name, isIn]) => ({
      name,
      percent: (trees.filter((tree) => tree.some((document) => isIn(document, tree))).length / trees.length) * 100,
    }))
    .filter(({ percent }) => percent < 5);
  expect(rare).toEqual([]);
});

test("the module of a random tree answers what the reference does, and everything occurs with both outcomes", () => {
  const counts = new Map<string, [otherwise: number, so: number]>();
  fc.assert(
    fc.property(askedTree(12), ({ bundle, questions }) => {
      const { lookup } = open(bundle);
      for (const question of questions) {
        const { context, ...options } = question;
        const asked = lookup(context, options);
        expect(answersOf(asked, bundle, ["export"])).toEqual(referenceAnswers(bundle, question, ["export"]));
        if (question === questions[0]) expect(changesOf(asked, bundle)).toEqual(referenceChanges(bundle, question));
        for (const [construct, way] of outcomesOf(bundle, question)) {
          const count = counts.get(construct) ?? [0, 0];
          count[way ? 1 : 0]++;
          counts.set(construct, count);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect([...counts].filter(([, [otherwise, so]]) => otherwise < 4 || so < 4)).toEqual([]);
  expect(counts.size, "constructs that come out").toBe(22);
});
