import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readModels, readOnce } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { DecisionEffect, Effect, Transition } from "../../scripts/effect/effect.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Model } from "../../scripts/model/model.ts";
import { findTested } from "../../scripts/model/model-queries.ts";
import type { Where } from "../../scripts/model/space/box.ts";
import { keyOfTold, readTests } from "../../scripts/model/space/keys.ts";
import { testedOf } from "../../scripts/model/space/tested.ts";
import { type Module, open } from "../../scripts/runtime/api/open.ts";
import type { Bundle } from "../../scripts/runtime/shapes/bundle.ts";
import { constantsIn, edgesOf, pointsOver } from "../support/edges.ts";
import {
  conditionTree,
  customers,
  fewConditions,
  testedTypes,
  toldGroups,
  toldValues,
} from "../support/random-conditions.ts";
import { passes, toldOf } from "../support/reference/conditions.ts";
import { bundleOf } from "../support/trees.ts";

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 24);
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

function holdsFor(model: Model, where: Where | undefined, point: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where ?? {}).every(([name, tests]) => {
    const found = findTested(model, name);
    return found !== undefined && readTests(testedOf(found), tests)(keyOfTold(testedOf(found), point[name]));
  });
}

/** The transitions that an effect reports for a customer at a point, or `same` if it reports none. */
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

test("regions of attributes agree with both modules in every part of the space, now and later", () => {
  const seen = { compared: 0, regions: 0, moves: 0, stays: 0, later: 0 };
  const property = fc.property(
    conditionTree,
    conditionTree,
    fc.nat(3),
    fc.array(told, { minLength: 40, maxLength: 40 }),
    (base, other, kept, points) => {
      // Some files are the same in both revisions.
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
              // A change that the base makes too is not an effect.
              const alike = [on - 1, on].map((moment) => ask(modules[0] as Module, id, point, name, moment));
              if (alike[0] === from && alike[1] === to) continue;
              const way = from === to && said.includes("same") ? "same" : `${from} → ${to}`;
              expect(said, `${name} of ${id} on ${on} for ${JSON.stringify(point)}`).toContain(way);
            }
      }
      if (effect.decisions.some(({ transitions }) => transitions.some(({ where }) => where !== undefined)))
        seen.regions++;
    },
  );
  const { seed = Date.now() } = fc.readConfigureGlobal() ?? {};
  const isEnough = (): boolean => Object.values(seen).every((times) => times > runs / 8);
  for (let round = 0; round < 5 && !isEnough(); round++)
    fc.assert(property, { numRuns: runs, endOnFailure: true, seed: seed + round });
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(runs / 8);
});

type Point = Readonly<Record<string, unknown>>;

/** The transitions that apply at a point, by the reference's reading of their conditions. */
function saidAt(bundle: Bundle, transitions: readonly Transition[], point: Point): readonly Transition[] {
  const { plan, ...attributes } = point as { readonly plan?: string };
  const question = { context: { account: "nobody" }, at, attributes, groups: plan === undefined ? {} : { plan } };
  return transitions.filter(({ where = {} }) =>
    Object.entries(where).every(([name, tests]) => passes(tests, toldOf(bundle, name, question))),
  );
}

test("an effect agrees with both modules at every constant, just below and above it, and untold, in all combinations", () => {
  const seen = { points: 0, moves: 0, regions: 0, later: 0 };
  const expectSaid = (bundle: Bundle, all: readonly DecisionEffect[], point: Point, id: string, way: Way): void => {
    const { transitions = [] } = all.find(({ name }) => name === "one") ?? {};
    const own = saidAt(bundle, transitions, point);
    const named = own.filter(({ ids }) => ids.includes(id));
    const ways = (named.length > 0 ? named : own.filter(({ unlisted }) => unlisted === true)).map(
      ({ from, to }) => `${from} → ${to}`,
    );
    // A customer who stays is named only if the others of the region move.
    const said = ways.length > 0 ? ways : [`${way[0]} → ${way[0]}`];
    if (said.length !== 1 || said[0] !== `${way[0]} → ${way[1]}`)
      throw new Error(`${id}: ${way.join(" → ")}, said ${ways.join(", ")} of ${JSON.stringify(point)}`);
  };
  fc.assert(
    fc.property(fewConditions, ([base, head]) => {
      const options = { asOf: at, allowExpired: true };
      const [one, two] = [base, head].map((tree) => readModels(tree, options).models);
      if (one === undefined || two === undefined) throw new Error("the tree has no models");
      const effect = compareRevisions(openRevision(one), openRevision(two), at);
      if (effect.unsaid.length > 0) return;
      const bundle = bundleOf(two);
      const modules = [open(bundleOf(one)), open(bundle)] as const;
      const texts = [base, head].flatMap(({ files }) => files.filter(({ path }) => path.startsWith("flags/")));
      const constants = constantsIn(
        texts.map(({ text }) => parse(text)),
        new Set(Object.keys(testedTypes)),
      );
      const axes = [...constants].map(([name, own]) => [name, edgesOf(testedTypes[name] ?? "", own)] as const);
      for (const point of pointsOver(axes)) {
        seen.points++;
        for (const id of ["acme", "nobody"]) {
          const way = modules.map((module) => ask(module, id, point, "one", at)) as unknown as Way;
          if (way[0] !== way[1]) seen.moves++;
          expectSaid(bundle, effect.decisions, point, id, way);
          for (const { on, decisions } of effect.later) {
            const [own, others] = [modules[1], modules[0]].map((module) =>
              [on - 1, on].map((moment) => ask(module as Module, id, point, "one", moment)),
            ) as unknown as readonly [Way, Way];
            // A change that the base makes too is not an effect.
            if (own[0] !== own[1] && others[0] === own[0] && others[1] === own[1]) continue;
            seen.later++;
            expectSaid(bundle, decisions, point, id, own);
          }
        }
      }
      if (effect.decisions.some(({ transitions }) => transitions.some(({ where }) => where !== undefined)))
        seen.regions++;
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(seen.points).toBeGreaterThan(runs * 100);
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(runs / 4);
});

type Way = readonly [from: boolean, to: boolean];
