import fc from "fast-check";
import { expect, test } from "vitest";
import { compareSides } from "../scripts/changes/index.ts";
import { readModels } from "../scripts/compile.ts";
import { sideOf } from "../scripts/sides.ts";
import { askedOf, expectLater, expectNow } from "./support/effect-oracle.ts";
import { compileTree } from "./support/instance.ts";
import { type Genome, genomeLength, instants, treeOfGenome } from "./support/random-tree.ts";

const gene = fc.integer();
const genome = fc.array(gene, { minLength: genomeLength, maxLength: genomeLength });

/** A genome, and another that is a small change of it, or has nothing to do with it. */
const change: fc.Arbitrary<readonly [Genome, Genome]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(genome, fc.array(fc.tuple(fc.nat(genomeLength - 1), gene), { minLength: 1, maxLength: 3 }))
      .map(([base, edits]) => {
        const head = [...base];
        for (const [index, value] of edits) head[index] = value;
        return [base, head] as const;
      }),
  },
  { weight: 1, arbitrary: fc.tuple(genome, genome) },
);

const moments = instants.flatMap((instant) => [instant - 1, instant]);

function modelsOfGenome(genome: Genome) {
  const options = { asOf: Date.parse("2027-01-01"), allowExpired: true };
  return readModels(treeOfGenome(genome), options).models;
}

test("the trees that are compared are sound", () => {
  fc.assert(
    fc.property(genome, (genes) => {
      const errors = compileTree(treeOfGenome(genes), "2027-01-01").diagnostics.filter(
        ({ severity }) => severity === "error",
      );
      expect(errors.map(({ code, message, span }) => `${code} ${message} ${span.source.text}`)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test("what is told now is what both modules answer", () => {
  fc.assert(
    fc.property(change, fc.constantFrom(...moments), ([one, other], at) => {
      const [base, head] = [modelsOfGenome(one), modelsOfGenome(other)];
      const effect = compareSides(sideOf(base), sideOf(head), at);
      expectNow(askedOf(base), askedOf(head), effect);
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
});

test("what is told for later is what the head does then, and the base does not", () => {
  fc.assert(
    fc.property(change, fc.constantFrom(...moments), ([one, other], at) => {
      const [base, head] = [modelsOfGenome(one), modelsOfGenome(other)];
      const effect = compareSides(sideOf(base), sideOf(head), at);
      expectLater(askedOf(base), askedOf(head), effect);
    }),
    { numRuns: Number(process.env.RUNS ?? 40) },
  );
});
