import fc from "fast-check";
import { expect, test } from "vitest";
import type { Flag } from "../../scripts/model/model.ts";
import { findWitness } from "../../scripts/model/space/witness.ts";
import { open } from "../../scripts/runtime/api/open.ts";
import { customers, toldGroups, toldValues, twoConditions } from "../support/random-conditions.ts";
import { bundleOf, modelsOf } from "../support/trees.ts";

const at = Date.parse("2026-12-15");

/** What a caller passes in one lookup. */
const told = fc.record(
  Object.fromEntries(
    [...Object.entries(toldValues), ...Object.entries(toldGroups)].map(([name, all]) => [
      name,
      fc.constantFrom(...all),
    ]),
  ),
);

test("finds a witness that meets both conditions in the module, or there is none", () => {
  const seen = { found: 0, none: 0 };
  fc.assert(
    fc.property(twoConditions, fc.array(told, { minLength: 30, maxLength: 30 }), (tree, points) => {
      const models = modelsOf(tree);
      const [model] = models;
      const module = open(bundleOf(models));
      const both = (id: string, point: Readonly<Record<string, unknown>>): boolean => {
        const { plan, ...attributes } = point as { readonly plan?: string };
        const lookup = module.lookup({ account: id }, { at, attributes, groups: { plan } } as never);
        return ["one", "two"].every((name) => lookup.isEnabled(name as never));
      };
      const conditions = ["one", "two"].flatMap((name) =>
        (model.flags.get(name) as Flag).conditional.map(({ condition }) => condition),
      );
      const witness = findWitness(model, { conditions, at, scopes: ["account"] });
      if (witness !== undefined) {
        seen.found++;
        expect(both(witness.ids.get("account") ?? "", Object.fromEntries(witness.values))).toBe(true);
      } else {
        seen.none++;
        for (const point of points) for (const id of customers) expect(both(id, point)).toBe(false);
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(seen.found).toBeGreaterThan(10);
  expect(seen.none).toBeGreaterThan(3);
});
