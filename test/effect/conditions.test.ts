import fc from "fast-check";
import { expect, test } from "vitest";
import { readModels, readOnce } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { DecisionEffect, Effect } from "../../scripts/effect/effect.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Model } from "../../scripts/model/model.ts";
import { findTested } from "../../scripts/model/model-queries.ts";
import type { Where } from "../../scripts/model/space/box.ts";
import { keyOfTold, readTests } from "../../scripts/model/space/keys.ts";
import { testedOf } from "../../scripts/model/space/tested.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import { conditionTree, customers, toldGroups, toldValues } from "../support/random-conditions.ts";
import { bundleOf } from "../support/trees.ts";

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 24);
const at = Date.parse("2026-12-15");

/** What a caller tells in one question. */
const told = fc.record(
  Object.fromEntries(
    [...Object.entries(toldValues), ...Object.entries(toldGroups)].map(([name, all]) => [
      name,
      fc.constantFrom(...all),
    ]),
  ),
);

function holdsFor(model: Model, where: Where | undefined, point: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where ?? {}).every(([name, tests]) => {
    const found = findTested(model, name);
    return found !== undefined && readTests(testedOf(found), tests)(keyOfTold(testedOf(found), point[name]));
  });
}

/** The ways that an effect says a customer may go; from each answer to itself where it says nothing. */
function saidOf(
  model: Model,
  decisions: readonly DecisionEffect[],
  name: string,
  id: string,
  point: Readonly<Record<string, unknown>>,
) {
  const transitions = decisions.find((each) => each.name === name)?.transitions ?? [];
  const own = transitions.filter(({ where }) => holdsFor(model, where, point));
  const byId = own.filter(({ ids }) => ids.includes(id));
  const named =
    byId.length > 0 ? byId : own.filter(({ patterns }) => patterns.some((each) => id.startsWith(each.slice(0, -1))));
  const all = named.length > 0 ? named : own.filter(({ unlisted }) => unlisted !== false);
  const ways = all.map(({ from, to }) => `${from} → ${to}`);
  const isAll = named.length > 0 ? byId.length > 0 : all.some(({ unlisted }) => unlisted === true);
  return isAll ? ways : [...ways, "same"];
}

function ask(
  module: Module,
  id: string,
  point: Readonly<Record<string, unknown>>,
  name: string,
  moment: number,
): boolean {
  const { plan, ...attributes } = point as { readonly plan?: string };
  return module.lookup({ account: id }, { at: moment, attributes, groups: { plan } } as never).isEnabled(name as never);
}

test("regions of attributes are what both modules answer, in every part of the space, now and later", () => {
  const seen = { compared: 0, regions: 0, moves: 0, stays: 0, later: 0 };
  fc.assert(
    fc.property(
      conditionTree,
      conditionTree,
      fc.nat(3),
      fc.array(told, { minLength: 40, maxLength: 40 }),
      (base, other, kept, points) => {
        // Some files are the same on both sides.
        const head = {
          ...other,
          files: other.files.map((file, index) => (index % 4 < kept ? (base.files[index] ?? file) : file)),
        };
        const read = readOnce();
        const options = { asOf: at, allowExpired: true };
        const [one, two] = [base, head].map((tree) => readModels(tree, options, read).models);
        if (one === undefined || two === undefined) throw new Error("the tree has no models");
        const effect: Effect = compareRevisions(openRevision(one), openRevision(two), at);
        const modules = [one, two].map((models) => open(bundleOf(models)));
        const [model] = two;
        const names = ["one", "two"].filter((name) => !effect.unsaid.some((each) => each.name === name));
        seen.compared += names.length;
        for (const point of points)
          for (const id of customers)
            for (const name of names) {
              const [from, to] = modules.map((module) => ask(module, id, point, name, at));
              const said = saidOf(model, effect.decisions, name, id, point);
              const way = from === to && said.includes("same") ? "same" : `${from} → ${to}`;
              if (!said.includes(way))
                throw new Error(
                  `${name} of ${id}: ${from} → ${to}, said ${said.join(", ")} for ${JSON.stringify(point)}`,
                );
              if (from === to) seen.stays++;
              else seen.moves++;
            }
        for (const { on, decisions } of effect.later) {
          seen.later++;
          for (const point of points.slice(0, 10))
            for (const id of customers)
              for (const name of names) {
                const [from, to] = [on - 1, on].map((moment) => ask(modules[1] as Module, id, point, name, moment));
                const said = saidOf(model, decisions, name, id, point);
                // What the base does alike is no effect.
                const alike = [on - 1, on].map((moment) => ask(modules[0] as Module, id, point, name, moment));
                if (alike[0] === from && alike[1] === to) continue;
                const way = from === to && said.includes("same") ? "same" : `${from} → ${to}`;
                expect(said, `${name} of ${id} on ${on} for ${JSON.stringify(point)}`).toContain(way);
              }
        }
        if (effect.decisions.some(({ transitions }) => transitions.some(({ where }) => where !== undefined)))
          seen.regions++;
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(runs / 8);
});
