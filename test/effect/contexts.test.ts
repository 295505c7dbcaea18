import fc from "fast-check";
import { expect, test } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { DecisionEffect, Together } from "../../scripts/effect/effect.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import { Draw } from "../support/random-tree/draw.ts";
import { packageJson, treeOf } from "../support/trees.ts";

// Contexts of up to three ids, where conditions, requirements and rollouts depend on the groups of several scopes.

type Data = Readonly<Record<string, unknown>>;
type Context = Readonly<Record<string, string>>;

const about = { description: "Made for a test of contexts.", owner: "growth" };
const config = { scopes: { organization: {}, account: { within: "organization" }, user: { within: "account" } } };
const sets: Context = { organization: "tiers", account: "ring", user: "crew" };
const scopes = Object.keys(sets);
const listable = (scope: string): readonly string[] => [1, 2, 3].map((number) => `${scope[0]}${number}`);
const idsOf = (scope: string): readonly string[] => [
  ...listable(scope),
  "nobody",
  ...(scope === "organization" ? ["former"] : []),
];
const start = Date.parse("2026-12-01");
const end = Date.parse("2027-01-11");

const contexts: readonly Context[] = scopes.reduce(
  (all: readonly Context[], scope) =>
    all.flatMap((each) => [each, ...idsOf(scope).map((id) => ({ ...each, [scope]: id }))]),
  [{}],
);

function entry(draw: Draw, id: string): unknown {
  return draw.chance(25) ? { id, [draw.pick(["from", "until"])]: "2027-01-10" } : id;
}

function makeSet(draw: Draw, scope: string): Data {
  const members: Record<string, unknown[]> = { x: [], y: [] };
  for (const id of listable(scope)) members[draw.pick(["x", "y", ""])]?.push(entry(draw, id));
  const standard = draw.maybe(50, () => ({ default: "z", members: { ...members, z: [] } }));
  return { groups: sets[scope], ...about, scope, members, ...standard };
}

function where(draw: Draw, own: readonly string[]): Data {
  const tested = [draw.pick(own), ...draw.some(own, 50)];
  return Object.fromEntries(
    tested.map((scope) => [sets[scope], draw.pick(["x", "y", { not: "x" }, { untold: true }])]),
  );
}

function makeFlag(flag: string, draw: Draw, requires: readonly string[]): Data {
  const own = draw.pick([scopes, scopes, ["organization", "account"], ["organization", "user"]]);
  const given = (percent: number): Data => ({
    ...Object.fromEntries(
      own.map((scope) => [scope, draw.some(listable(scope), percent).map((id) => entry(draw, id))]),
    ),
    ...draw.maybe(40, () => ({ groups: [`${sets[draw.pick(own)]}/x`] })),
    ...draw.maybe(40, () => ({ where: [where(draw, own)] })),
  });
  const needed = [...draw.some(requires, 60), ...(draw.chance(30) ? [{ where: where(draw, own) }] : [])];
  const among = (): unknown => (draw.chance(50) ? `${sets[own[0] ?? ""]}/x` : { where: where(draw, own) });
  return {
    ...{ flag, ...about, scope: own, permanent: "For a test.", default: draw.chance(40) },
    ...{ enabled: given(25), disabled: given(20), ...(needed.length > 0 ? { requires: needed } : {}) },
    ...draw.maybe(30, () => ({ rollout: [{ among: [among()], percent: 100, by: own.at(-1) }] })),
  };
}

function makeIdentities(draw: Draw): Data {
  const children = draw.some(["o1", "o2", "o3"]).map((id, index) => [id, [`a${index + 1}`]]);
  const aliases = draw.chance(50)
    ? [{ id: "o1", was: "former", ...draw.maybe(50, () => ({ until: "2027-01-10" })) }]
    : [];
  return {
    identities: "people",
    ...about,
    scope: "organization",
    children: { account: Object.fromEntries(children) },
    aliases,
  };
}

/** An instance, each document of which has a number of its own. */
function instanceOf(genome: readonly number[]): readonly Data[] {
  const draws = genome.map((gene) => new Draw(gene)) as [Draw, Draw, Draw, ...Draw[]];
  const [one, two, people, ...rest] = draws;
  const made = scopes.map((scope, index) => makeSet(rest[index] as Draw, scope));
  return [makeFlag("one", one, []), makeFlag("two", two, ["one"]), makeIdentities(people), ...made];
}

function revisionOf(documents: readonly Data[]): Revision {
  const texts = documents.map((data) => {
    const folder = "flag" in data ? "flags" : "groups";
    return [`${folder}/${Object.values(data)[0]}.yaml`, `${JSON.stringify(data)}\n`] as const;
  });
  const tree = treeOf({ "package.json": packageJson(config), ...Object.fromEntries(texts) });
  return openRevision(readModels(tree, { asOf: start, allowExpired: true }).models);
}

/** Whether a line is about a context; who is not named may be among everyone else. */
function isAbout({ parties }: Together, context: Context, isSure: boolean): boolean {
  const isIn = ([scope, id]: readonly [string, string]): boolean => {
    const party = parties.find((each) => each.scope === scope);
    if (party === undefined) return false;
    return party.isEveryone || party.ids.includes(id) || (party.unlisted && (!isSure || id === "nobody"));
  };
  // A line does not say whether a scope may be absent.
  return Object.entries(context).every(isIn) && (!isSure || parties.every(({ scope }) => scope in context));
}

test("contexts of up to three ids change exactly as both modules answer, now and later", () => {
  const genome = fc.array(fc.integer(), { minLength: 6, maxLength: 6 });
  const edits = fc.array(fc.tuple(fc.nat(5), fc.integer()), { minLength: 1, maxLength: 2 });
  let moves = 0;
  const property = fc.property(genome, edits, (genes, changes) => {
    const other = [...genes];
    for (const [index, gene] of changes) other[index] = gene;
    const documents = [genes, other].map(instanceOf);
    const [base, head] = documents.map(revisionOf) as [Revision, Revision];
    const effect = compareRevisions(base, head, start);
    const ask = (side: Revision, name: string, context: Context, at: number) =>
      side.explain("flag", name, { environment: "production", at, context }).value;
    // A flag that requires another depends on its scopes too.
    const isNeeded = documents.flat().some(({ requires = [] }) => (requires as unknown[]).includes("one"));
    const scopesOf = (name: string): readonly unknown[] =>
      documents.flat().flatMap(({ flag, scope }) => (flag === name || (isNeeded && flag === "one") ? scope : []));
    const judge = (
      name: string,
      decisions: readonly DecisionEffect[],
      wayOf: (context: Context) => string,
      theirs: (context: Context) => string,
    ): void => {
      const lines = decisions.find((each) => each.name === name)?.together ?? [];
      const is = ({ from, to }: Together, way: string): boolean => `${from} > ${to}` === way;
      for (const context of contexts) {
        const keys = Object.keys(context);
        if (keys.length < 2 || keys.some((scope) => !scopesOf(name).includes(scope))) continue;
        const way = wayOf(context);
        const what = `${name} ${JSON.stringify(context)} ${way}: ${JSON.stringify(lines)}`;
        expect(
          lines.filter((line) => isAbout(line, context, true) && !is(line, way)),
          what,
        ).toEqual([]);
        if (/^(.*) > \1$/.test(way) || theirs(context) === way) continue;
        moves++;
        const isAlone = Object.entries(context).some(([scope, id]) => wayOf({ [scope]: id }) === way);
        expect(isAlone || lines.some((line) => isAbout(line, context, false) && is(line, way)), what).toBe(true);
      }
    };
    for (const name of ["one", "two"]) {
      const turn = (side: Revision) => (context: Context) =>
        `${ask(side, name, context, end - 1)} > ${ask(side, name, context, end)}`;
      const now = (context: Context) => `${ask(base, name, context, start)} > ${ask(head, name, context, start)}`;
      judge(name, effect.decisions, now, () => "");
      judge(name, effect.later.find(({ on }) => on === end)?.decisions ?? [], turn(head), turn(base));
    }
  });
  fc.assert(property, { numRuns: Number(process.env.FLAGSTONE_TEST_RUNS ?? 40) });
  expect(moves).toBeGreaterThan(500);
});
