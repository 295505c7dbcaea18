import fc from "fast-check";
import { expect, test } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import { withoutUnchanged } from "../../scripts/effect/restrict-models.ts";
import { genomeLength, instants, treeOfGenome } from "../support/random-tree.ts";

test("a comparison may leave out unchanged customers without changing the effect", () => {
  const genome = fc.array(fc.integer(), { minLength: genomeLength, maxLength: genomeLength });
  const change = fc.array(fc.tuple(fc.nat(genomeLength - 1), fc.integer()), { maxLength: 2 });
  fc.assert(
    fc.property(genome, change, fc.constantFrom(0, ...instants), (genes, changes, at) => {
      const other = [...genes];
      for (const [index, gene] of changes) other[index] = gene;
      const [before, after] = [genes, other].map(
        (each) => readModels(treeOfGenome(each), { asOf: 0, allowExpired: true }).models,
      );
      const [base, head] = withoutUnchanged(before, after);
      expect(compareRevisions(openRevision(base), openRevision(head), at)).toEqual(
        compareRevisions(openRevision(before), openRevision(after), at),
      );
    }),
    { numRuns: 25 },
  );
});
