import { describe, expect, test } from "vitest";
import { emitFlagd } from "../../scripts/emit/flagd/index.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { drawQuestion, type FlagdQuestion, openFlagd, openModule } from "../support/flagd.ts";
import { Draw } from "../support/random-tree/draw.ts";
import { compileTree, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const about = { description: "Made for a test of flagd.", owner: "growth" };
const scopes = { organization: {}, account: { within: "organization" } };

/** Each attribute with its type, tests of it, and values that callers may pass, those of another type last. */
const attributes: Readonly<
  Record<string, { readonly data: object; readonly tests: readonly unknown[]; readonly told: readonly unknown[] }>
> = {
  country: {
    data: { type: "text" },
    tests: ["de", ["de", "at"], { not: "de" }, { not: ["de", "at"] }, { untold: true }, ["at", { untold: true }]],
    told: ["de", "at", "ch", "", null, 5, true],
  },
  email: {
    data: { type: "text", scope: "account" },
    tests: [{ match: "*@acme.com" }, { match: "admin*" }, [{ match: "*.org" }, "root"], { not: { match: "*.org" } }],
    told: ["a@acme.com", "admin", "x.org", "root", "", null],
  },
  platform: {
    data: { type: ["android", "ios", "iota"] },
    tests: ["ios", ["ios", "iota"], { not: "ios" }, { untold: true }],
    told: ["ios", "iota", "android", "windows", null],
  },
  total: {
    data: { type: "number" },
    tests: [
      5,
      [0, -2.5],
      { from: 1, below: 3 },
      { above: 1, up_to: 3 },
      { below: 1000 },
      { not: { from: 1 } },
      [{ below: 1 }, { untold: true }],
    ],
    told: [5, 0, -2.5, 1, 1.5, 3, 1000, "2", "many", "", null, true],
  },
  app_version: {
    data: { type: "version", scope: "organization" },
    tests: [
      { from: "7.190.0", below: "8" },
      "7.190",
      { above: "2.0.0", up_to: "8.0.0-beta" },
      { not: { from: "2.0.0" } },
      { not: ["7.190", "8"] },
    ],
    told: [
      "7.190.0",
      "7.190",
      "7.190.0+build",
      "8",
      "8.0.0-beta",
      "8.0.0",
      "1",
      "2.0.0-rc.1",
      "v7.190.0",
      "latest",
      null,
    ],
  },
  born: {
    data: { type: "date" },
    tests: [
      "2027-01-01",
      { from: "2027-01-01", until: "2027-02-28" },
      { until: "2027-02-28T12:00:00Z" },
      { not: { from: "2027-01-01" } },
      { untold: true },
    ],
    told: [
      "2027-01-01",
      "2026-12-31T23:59:59Z",
      "2027-01-01T00:00:00.000Z",
      "2027-02-28T12:00:00Z",
      "2027-03-01",
      "soon",
      null,
    ],
  },
  is_trial: {
    data: { type: "boolean" },
    tests: [true, false, { not: true }, { untold: true }],
    told: [true, false, "true", 1, null],
  },
  labels: {
    data: { type: "list" },
    tests: [{ has: "a" }, { has: ["a", "b"] }, { not: { has: "a" } }, { untold: true }],
    told: [["a"], ["b", "c"], [], ["ab"], "ab", null],
  },
  ring: {
    data: {},
    tests: ["canary", ["vip", "regular"], { not: "canary" }],
    told: [],
  },
  plan: { data: {}, tests: ["pro", { not: "pro" }, { untold: true }], told: [] },
  beta: { data: {}, tests: [true, false, { not: true }], told: [] },
  tags: { data: {}, tests: [{ has: "big" }, { has: ["big", "old"] }, { not: { has: "big" } }], told: [] },
};

const told = Object.entries(attributes).filter(([, each]) => each.told.length > 0);

function drawWhere(draw: Draw, names: readonly string[]): object {
  const own = names.filter(() => draw.chance(25));
  const chosen = own.length === 0 ? [draw.pick(names)] : own.slice(0, 2);
  return Object.fromEntries(chosen.map((name) => [name, draw.pick(attributes[name]?.tests ?? [])]));
}

const names = Object.keys(attributes);
const noSets = told.map(([name]) => name);
const ofAccount = noSets.filter((name) => name !== "app_version");

function drawTree(draw: Draw) {
  const where = (own = names) => ({ where: drawWhere(draw, own) });
  const windowed = () => ({ ...where(), ...draw.maybe(30, () => ({ until: "2027-02-10" })) });
  const flags = Array.from({ length: 6 }, (_, index) => {
    return {
      flag: `f${index}`,
      ...about,
      scope: ["organization", "account"],
      permanent: "It is for tests.",
      default: draw.chance(50),
      enabled: { account: ["a1"], ...draw.maybe(70, () => ({ where: [windowed(), windowed()] })) },
      disabled: {
        ...draw.maybe(50, () => ({ where: [where()] })),
        ...draw.maybe(20, () => ({ groups: ["tags/big"] })),
      },
      ...draw.maybe(30, () => ({ requires: [where(), ...(index > 0 ? ["f0"] : [])] })),
      ...draw.maybe(40, () => ({
        rollout: [
          { among: [where(noSets)], percent: 40, by: "account" },
          { percent: 30, by: "account" },
        ],
      })),
    };
  });
  const documents: Record<string, object> = {
    "groups/ring.yaml": {
      groups: "ring",
      ...about,
      scope: "account",
      default: "regular",
      members: { canary: ["a2", where(ofAccount), { percent: 10 }], vip: ["a3"] },
    },
    "groups/plan.yaml": { groups: "plan", ...about, scope: "account", told: ["free", "pro"] },
    "groups/beta.yaml": { groups: "beta", ...about, members: [where(["country", "total", "labels"])] },
    "groups/tags.yaml": {
      groups: "tags",
      ...about,
      scope: "account",
      exclusive: false,
      ...draw.maybe(50, () => ({ default: "plain" })),
      members: {
        big: ["a1", where(ofAccount), { percent: 30, ...draw.maybe(50, () => where(ofAccount)) }],
        old: ["a4", where([...ofAccount, "beta"])],
      },
    },
  };
  for (const [name, { data }] of told) documents[`groups/${name}.yaml`] = { attribute: name, ...about, ...data };
  for (const flag of flags) documents[`flags/${flag.flag}.yaml`] = flag;
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify(data)}\n`]);
  return treeOf({ "package.json": packageJson({ scopes }), ...Object.fromEntries(texts) });
}

/** The models of a tree, or undefined if a flag depends on more than the language allows. */
function soundModels(tree: Tree) {
  const isTooMuch = compileTree(tree).diagnostics.some(({ code }) => code === "model/too-many-cells");
  return isTooMuch ? undefined : modelsOf(tree);
}

function drawTold(draw: Draw): FlagdQuestion {
  const question = drawQuestion(draw);
  const known = told.filter(() => draw.chance(60)).map(([name, each]) => [name, draw.pick(each.told)]);
  const plan = draw.pick(["free", "pro", undefined]);
  return { ...question, groups: plan === undefined ? {} : { plan }, attributes: Object.fromEntries(known) };
}

test("conditions hold in flagd exactly when they hold in the module", () => {
  const seen = { true: 0, false: 0 };
  for (let seed = 0; seed < Number(process.env.FLAGSTONE_TEST_RUNS ?? 20); seed++) {
    const draw = new Draw(seed);
    const models = soundModels(drawTree(draw));
    if (models === undefined) continue;
    const flagd = openFlagd(models[0]);
    const module = openModule(models, "production");
    expect(flagd.document.leftOut).toEqual(new Map());
    for (let asked = 0; asked < 60; asked++) {
      const question = drawTold(draw);
      for (const name of flagd.names) {
        const answer = flagd.ask(name, question);
        expect([seed, name, question, answer]).toEqual([seed, name, question, module.ask(name, question)]);
        seen[answer ? "true" : "false"]++;
      }
    }
  }
  expect(seen.true + seen.false).toBeGreaterThan(3000);
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan((seen.true + seen.false) / 4);
});

describe("each test is true, false and untold as in the module", () => {
  test.each(told.flatMap(([name, each]) => each.tests.map((tested) => [name, tested, each.told] as const)))(
    "%s: %j",
    (name, tested, values) => {
      const flag = {
        flag: "x",
        ...about,
        scope: ["organization", "account"],
        permanent: "It is for tests.",
        default: false,
        enabled: { where: [{ where: { [name]: tested } }] },
      };
      const models = modelsOf(
        treeOf({
          "package.json": packageJson({ scopes }),
          "flags/x.yaml": `${JSON.stringify(flag)}\n`,
          [`groups/${name}.yaml`]: `${JSON.stringify({ attribute: name, ...about, ...attributes[name]?.data })}\n`,
        }),
      );
      const flagd = openFlagd(models[0]);
      const module = openModule(models, "production");
      const seen = new Set<unknown>();
      for (const value of [...values, undefined]) {
        const own = value === undefined ? {} : { [name]: value };
        const question = { at: 0, ids: { account: "a" }, groups: {}, created: {}, plan: [], attributes: own };
        const answer = flagd.ask("x", question);
        expect([value, answer]).toEqual([value, module.ask("x", question)]);
        seen.add(answer);
      }
      expect(seen.size).toBe(2);
    },
  );
});

test("leaves out a version of four numbers, but not one that ends in 0", () => {
  const flag = (name: string, from: string) => ({
    flag: name,
    ...about,
    permanent: "It is for tests.",
    default: false,
    enabled: { where: [{ where: { app_version: { from } } }] },
  });
  const documents = {
    "groups/app_version.yaml": { attribute: "app_version", ...about, type: "version" },
    "flags/x.yaml": flag("x", "1.2.3.4"),
    "flags/y.yaml": flag("y", "1.2.3.0"),
  };
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify(data)}\n`]);
  const models = modelsOf(treeOf({ "package.json": packageJson({ scopes }), ...Object.fromEntries(texts) }));
  expect(emitFlagd(models).notes).toEqual([
    "flagd cannot express `x` (a version of four numbers): it is not in flags.flagd.json",
  ]);
});
