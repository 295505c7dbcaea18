import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Read, readModels, readOnce } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { Effect, Transition } from "../../scripts/effect/effect.ts";
import { compareCustomer } from "../../scripts/effect/for-customer.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import { formatDate } from "../../scripts/model/time.ts";
import { effectReporters } from "../../scripts/report/effects/index.ts";
import { normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import {
  askedOf,
  expectCustomer,
  expectLater,
  expectLaterMoves,
  expectNow,
  expectTogether,
  expectUndone,
  knownTo,
} from "../support/effect-oracle.ts";
import { universe } from "../support/random-tree/customers.ts";
import { type Genome, genomeLength, instants, toldCells, treeOfGenome } from "../support/random-tree.ts";
import { packageJson, treeOf } from "../support/trees.ts";

const gene = fc.integer();
const genome = fc.array(gene, { minLength: genomeLength, maxLength: genomeLength });

type Pair = readonly [base: Genome | undefined, head: Genome | undefined];

/** A genome and a small change to it, an unrelated genome, or an empty tree. */
const change: fc.Arbitrary<Pair> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(genome, fc.array(fc.tuple(fc.nat(genomeLength - 1), gene), { minLength: 1, maxLength: 3 }))
      .map(([base, edits]): Pair => {
        const head = [...base];
        for (const [index, value] of edits) head[index] = value;
        return [base, head];
      }),
  },
  { weight: 2, arbitrary: fc.tuple(genome, genome) },
  { weight: 1, arbitrary: genome.map((head): Pair => [undefined, head]) },
  { weight: 1, arbitrary: genome.map((base): Pair => [base, undefined]) },
);

const runs = Number(process.env.FLAGSTONE_TEST_RUNS ?? 50);
const moments = instants.flatMap((instant) => [instant - 1, instant]);

function modelsOfGenome(genome: Genome | undefined, read: Read) {
  if (genome === undefined) return undefined;
  const options = { asOf: Date.parse("2027-01-01"), allowExpired: true };
  return readModels(treeOfGenome(genome), options, read).models;
}

const schema = JSON.parse(readFileSync(new URL("../../schema/effect.schema.json", import.meta.url), "utf8")) as object;
const isReport = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

/** Expects that an effect can be written in every format, and that its JSON matches the schema. */
function expectWritten(effect: Effect): void {
  const json = effectReporters.json(effect, { colour: false });
  expect(isReport(JSON.parse(json)) || isReport.errors).toBe(true);
  for (const write of Object.values(effectReporters)) expect(write(effect, { colour: false })).toMatch(/[^\n]\n$/);
}

/** Rare things that an effect may name: parts of the space of told groups, and later moves between groups. */
const rarities: Readonly<Record<string, (effect: Effect) => boolean>> = {
  together: ({ decisions }) => decisions.some(({ together }) => together.length > 0),
  regions: ({ decisions }) => decisions.some(({ transitions }) => isInPart(transitions)),
  later: ({ later }) => later.some(({ decisions }) => decisions.some(({ transitions }) => isInPart(transitions))),
  newcomers: (effect) =>
    [effect, ...effect.later].some(({ decisions }) => decisions.some(({ newcomers }) => isInPart(newcomers))),
  moves: ({ later }) => later.some(({ groups }) => groups.length > 0),
};

function isInPart(lines: readonly { readonly where: unknown }[]): boolean {
  return lines.some(({ where }) => where !== undefined);
}

test("reports exactly what both modules answer, now and around every later date", () => {
  const missing = new Map(Object.keys(rarities).map((what) => [what, runs / 25]));
  const missingIn = (effect: Effect): readonly string[] =>
    [...missing.keys()].filter((what) => rarities[what]?.(effect) === true);
  const cells = fc.uniqueArray(fc.constantFrom(...toldCells), { minLength: 2, maxLength: 2 });
  const asked = fc.tuple(change, fc.constantFrom(...moments), cells);
  const sidesOf = ([one, other]: Pair) => {
    const read = readOnce();
    return [modelsOfGenome(one, read), modelsOfGenome(other, read)] as const;
  };
  const effectAt = ([base, head]: ReturnType<typeof sidesOf>, at: number): Effect =>
    compareRevisions(openRevision(base), openRevision(head), at);
  const judge = ([pair, at, told]: typeof asked extends fc.Arbitrary<infer Asked> ? Asked : never): void => {
    const [base, head] = sidesOf(pair);
    const effect = effectAt([base, head], at);
    const sides = [askedOf(base), askedOf(head)] as const;
    for (const each of told) {
      const cell = knownTo(sides, each);
      expectNow(...sides, effect, cell);
      expectLater(...sides, effect, cell);
      expectUndone(...sides, effect, cell);
    }
    expectLaterMoves(...sides, effect);
    expectTogether(...sides, effect, knownTo(sides, told[0] ?? {}));
    expectWritten(effect);
    for (const what of missingIn(effect)) {
      const left = (missing.get(what) ?? 0) - 1;
      if (left > 0) missing.set(what, left);
      else missing.delete(what);
    }
  };
  fc.assert(fc.property(asked, judge), { numRuns: runs, endOnFailure: true });
  // To find what is still missing takes much less time than to judge everything.
  const { seed = 0 } = fc.readConfigureGlobal() ?? {};
  for (const each of fc.sample(asked, { numRuns: missing.size === 0 ? 0 : 500, seed: seed + 1 }))
    if (missing.size > 0 && missingIn(effectAt(sidesOf(each[0]), each[1])).length > 0) judge(each);
  expect([...missing]).toEqual([]);
});

test("for one customer, it matches the answers of both modules, now and at every later date", () => {
  const customers = ["organization", "account"].flatMap((scope) =>
    [...(universe[scope] ?? []), "acc-zz", "z1"].map((id) => ({ scope, id })),
  );
  const some = fc.uniqueArray(fc.constantFrom(...customers), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(change, fc.constantFrom(...moments), some, ([one, other], at, asked) => {
      const read = readOnce();
      const [base, head] = [modelsOfGenome(one, read), modelsOfGenome(other, read)];
      const sides = [askedOf(base), askedOf(head)] as const;
      const revisions = [openRevision(base), openRevision(head)] as const;
      for (const { scope, id } of asked) {
        const effect = compareCustomer(...revisions, at, { scope, id: normalizeId(id, scope === "account") });
        expectCustomer(...sides, effect, scope, id);
      }
    }),
    { numRuns: Math.ceil(runs / 2) },
  );
});

type Data = Readonly<Record<string, unknown>>;

const about = { description: "Made for a test of changes.", owner: "growth" };
const config = {
  scopes: { organization: {}, account: { within: "organization" }, user: { within: "account" } },
  environments: ["production"],
};

/** A flag of accounts that is off; `settings` override its keys. */
function flag(settings: Data = {}): Data {
  return { flag: "new_page", ...about, scope: "account", permanent: "For a test.", default: false, ...settings };
}

/** The revision of some documents, each in a file of its name. */
function side(documents: readonly Data[], environments = config.environments): Revision {
  const texts = documents.map((data) => {
    const [kind = "", name] = Object.entries(data)[0] ?? [];
    const folder = kind === "groups" || kind === "identities" ? "groups" : "flags";
    return [`${folder}/${kind === "retired" ? kind : name}.yaml`, `${JSON.stringify(data)}\n`] as const;
  });
  const tree = treeOf({ "package.json": packageJson({ ...config, environments }), ...Object.fromEntries(texts) });
  return openRevision(readModels(tree, { asOf: Date.parse("2026-11-21"), allowExpired: true }).models);
}

function effectOf(base: readonly Data[], head: readonly Data[], day = "2026-11-21"): Effect {
  return compareRevisions(side(base), side(head), Date.parse(day));
}

const ring: Data = {
  groups: "ring",
  ...about,
  scope: "account",
  default: "regular",
  members: { canary: ["acme"], vip: ["globex"], regular: [] },
};

/** Transitions in short: `from>to ids unlisted why group`. */
function inShort(transitions: readonly Transition[] = []): readonly string[] {
  return transitions.map(({ from, to, ids, unlisted, why, group }) =>
    [`${from}>${to}`, ids.join(), unlisted === false ? "" : unlisted, why, group ?? ""]
      .filter((word) => word !== "")
      .join(" "),
  );
}

describe("the cause of a changed answer", () => {
  const children: Data = {
    identities: "organizations",
    ...about,
    scope: "organization",
    children: { account: { acme: ["acme-shop"] } },
    aliases: [{ id: "acme", was: "old-acme" }],
  };
  const byOrganization = (settings: Data): Data => flag({ scope: ["organization", "account"], ...settings });
  const cases: readonly (readonly [
    why: string,
    base: readonly Data[],
    head: readonly Data[],
    told: readonly string[],
  ])[] = [
    ["an entry", [flag()], [flag({ enabled: { account: ["acme"] } })], ["false>true acme listed"]],
    ["an entry that is gone", [flag({ enabled: { account: ["acme"] } })], [flag()], ["true>false acme listed"]],
    [
      "a group that is named now",
      [ring, flag()],
      [ring, flag({ enabled: { groups: ["ring/canary"] } })],
      ["false>true acme group ring/canary"],
    ],
    [
      "a member of a group",
      [ring, flag({ enabled: { groups: ["ring/canary"] } })],
      [
        { ...ring, members: { canary: ["acme", "new"], vip: ["globex"] } },
        flag({ enabled: { groups: ["ring/canary"] } }),
      ],
      ["false>true new group ring/canary"],
    ],
    [
      "a window",
      [flag({ enabled: { account: [{ id: "acme", until: "2026-11-01" }] } })],
      [flag({ enabled: { account: [{ id: "acme", until: "2026-12-01" }] } })],
      ["false>true acme window"],
    ],
    [
      "the default, but for who is listed",
      [flag({ disabled: { account: ["acme"] } })],
      [flag({ default: true, disabled: { account: ["acme"] } })],
      ["false>false acme listed", "false>true true default"],
    ],
    ["a rollout", [flag()], [flag({ rollout: 20 })], ["false>true 20 rollout"]],
    ["a larger rollout", [flag({ rollout: 20 })], [flag({ rollout: 50 })], ["false>true 30 rollout"]],
    [
      "a rollout with other buckets",
      [flag({ rollout: 20 })],
      [flag({ rollout: { percent: 50, salt: "other" } })],
      ["false>true 40 rollout", "true>false 10 rollout"],
    ],
    [
      "a former id",
      [flag({ enabled: { account: ["acme"] } })],
      [
        flag({ enabled: { account: ["acme"] } }),
        { identities: "accounts", ...about, scope: "account", aliases: [{ id: "acme", was: "acme-old" }] },
      ],
      ["false>true acme-old alias"],
    ],
    [
      "someone whom it belongs to",
      [children, byOrganization({})],
      [children, byOrganization({ enabled: { organization: ["acme"] } })],
      ["false>true old-acme alias", "false>true acme listed", "false>true acme-shop parent"],
    ],
    ["a pause", [flag({ default: true, paused: "An incident" })], [flag({ default: true })], []],
    [
      "a pause of a list",
      [flag({ enabled: { account: ["acme"] } })],
      [flag({ enabled: { account: ["acme"] }, paused: "An incident" })],
      ["true>false acme paused"],
    ],
    [
      "an end that has come",
      [flag({ enabled: { account: ["acme"] } })],
      [flag({ permanent: undefined, expires: "2026-11-01", enabled: { account: ["acme"] } })],
      ["true>false acme expired"],
    ],
    [
      "a required flag",
      [flag({ flag: "basis", rollout: 10 }), flag({ requires: ["basis"], enabled: { account: ["acme"] } })],
      [flag({ flag: "basis", default: true }), flag({ requires: ["basis"], enabled: { account: ["acme"] } })],
      ["false>true acme requires"],
    ],
    [
      "a new name",
      [],
      [flag({ enabled: { account: ["acme"] } })],
      ["null>false true default", "null>true acme listed"],
    ],
    ["a removed name", [flag()], [], ["false>null true default"]],
    [
      "a global flag",
      [flag({ scope: undefined })],
      [flag({ scope: undefined, default: true })],
      ["false>true true default"],
    ],
  ];
  it.each(cases)("is %s", (_, base, head, told) => {
    const decision = effectOf(base, head).decisions.find(({ name }) => name === "new_page");
    expect(inShort(decision?.transitions)).toEqual(told);
  });

  it("is a later date, unless the base also has it", () => {
    const until = (day: string): Data =>
      flag({
        enabled: {
          account: [
            { id: "acme", until: day },
            { id: "globex", until: "2026-12-05" },
          ],
        },
      });
    const { later } = effectOf([until("2026-12-05")], [until("2026-12-31")]);
    expect(
      later.map(({ on, decisions }) => [on, ...decisions.flatMap(({ transitions }) => inShort(transitions))]),
    ).toEqual([[Date.parse("2027-01-01"), "true>false acme window"]]);
  });
});

describe("contexts of several ids, later", () => {
  const basis = (...organization: string[]) =>
    flag({ flag: "basis", scope: "organization", enabled: { organization } });
  const page = (settings: Data = {}) =>
    flag({
      scope: ["organization", "account"],
      requires: ["basis"],
      enabled: { account: [{ id: "acme-shop", from: "2027-01-01" }] },
      ...settings,
    });
  const inLater = (base: readonly Data[], head: readonly Data[]) =>
    effectOf(base, head).later.map(({ on, decisions }) => [
      formatDate(on),
      ...decisions.flatMap(({ together }) =>
        together.map(({ from, to, parties }) => `${from}>${to} ${parties.flatMap(({ ids }) => ids).join(" ")}`),
      ),
    ]);

  it("are reported if the change concerns one id, and only another has the date", () => {
    expect(inLater([basis(), page()], [basis("acme"), page()])).toEqual([["2027-01-01", "false>true acme-shop acme"]]);
    expect(inLater([basis("acme"), page()], [basis("acme", "globex"), page()])).toEqual([
      ["2027-01-01", "false>true acme-shop globex"],
    ]);
  });

  it("are not reported if the base does the same on that day", () => {
    expect(inLater([basis("acme"), page()], [basis("acme"), page()])).toEqual([]);
    const end = { enabled: { account: [{ id: "acme-shop", until: "2026-12-31" }] } };
    expect(inLater([basis("acme", "globex"), page(end)], [basis("acme"), page(end)])).toEqual([]);
  });
});

describe("contexts of an account and an organization", () => {
  const members = (groups: string, scope: string, ...canary: unknown[]): Data => ({
    groups,
    ...about,
    scope,
    members: { canary, vip: [] },
  });
  const tiers = (...ids: unknown[]) => members("tiers", "organization", ...ids);
  const ring = members("ring", "account", "a1");
  const both = (settings: Data): Data => flag({ scope: ["organization", "account"], ...settings });
  const children = (parent: string): Data => ({
    identities: "organizations",
    ...about,
    scope: "organization",
    children: { account: { [parent]: ["a3"] } },
  });
  const told = (base: readonly Data[], head: readonly Data[]): readonly string[] =>
    effectOf(base, head).decisions.flatMap(({ together }) =>
      together.map(({ from, to, unlisted, parties }) =>
        [`${from}>${to}`, unlisted, ...parties.map(({ scope, ids }) => `${scope}: ${ids}`)].join(" "),
      ),
    );
  const condition = { where: { tiers: "canary", ring: "canary" } };

  it.each([
    [
      "a rollout among the groups of the other scope",
      "account: ",
      both({ rollout: [{ among: ["tiers/canary"], percent: 100, by: "account" }] }),
    ],
    ["a condition that tests groups of both", "account: a1", both({ enabled: { where: [condition.where] } })],
    ["such a condition that is required", "account: a1", both({ default: true, requires: [condition] })],
  ])("are reported for %s", (_, account, page) => {
    const said = [`false>true true ${account} organization: o2`];
    expect(told([tiers("o1"), ring, page], [tiers("o1", "o2"), ring, page])).toEqual(said);
    expect(told([tiers("o2"), ring, both({})], [tiers("o2"), ring, page])).toEqual(said);
  });

  it("are reported for an account that only its own entry keeps from a condition on the other scope", () => {
    const plan: Data = { groups: "plan", ...about, scope: "account", told: ["free", "pro"] };
    const kept = members("kept", "account", "a2");
    const page = both({
      enabled: { account: ["a1"], groups: ["kept/canary"] },
      disabled: { where: [{ plan: "pro", tiers: "canary" }] },
      requires: [{ where: { tiers: { not: "vip" } } }],
    });
    const documents = [plan, kept, tiers("o1")];
    const all = effectOf([...documents, both({})], [...documents, page]).decisions.flatMap(({ together }) => together);
    expect(all.map(({ where, parties }) => [where, ...parties.map(({ ids }) => ids.join())])).toContainEqual([
      { plan: ["pro"] },
      "a1",
      "o1",
    ]);
  });

  it("are not reported for a child whose parent, which they do not name, excludes it", () => {
    const page = flag({
      scope: ["organization", "account", "user"],
      enabled: { user: ["u1"] },
      requires: [{ where: { tiers: { untold: true } } }, { where: { ring: { not: "vip" } } }],
    });
    const documents = [{ ...tiers(), default: "vip" }, ring, children("o1")];
    const off = flag({ scope: ["organization", "account", "user"] });
    expect(told([...documents, off], [...documents, page])).toEqual(["false>true true account: a1 user: u1"]);
  });

  it("are reported for a larger share of the organizations", () => {
    const page = both({ enabled: { where: [condition.where] } });
    expect(told([tiers({ percent: 20 }), ring, page], [tiers({ percent: 60 }), ring, page])).toEqual([
      "false>true 40 account: a1 organization: ",
    ]);
  });

  it("are reported only for those of a group that is not all", () => {
    const all = {
      ...tiers({ id: "later", from: "2027-01-01" }, { percent: 100 }),
      members: { canary: [{ id: "later", from: "2027-01-01" }, { percent: 100 }], vip: ["o3"] },
    };
    const page = both({
      variants: ["x", "y"],
      default: "y",
      rollout: [
        { among: ["tiers/canary"], weights: { x: 0, y: 100 }, by: "account" },
        { weights: { x: 100, y: 0 }, by: "account" },
      ],
    });
    expect(told([all, children("o1"), page], [all, children("o3"), flag()])).toEqual([
      "x>false true account: a3 organization: o3",
    ]);
  });

  it("are no longer reported for a date that has come, or whose customer is gone", () => {
    const basis = flag({ flag: "basis", scope: "organization", enabled: { organization: ["o1"] } });
    const page = (...account: unknown[]) => both({ requires: ["basis"], enabled: { account } });
    const undone = (one: Data, other: Data) =>
      effectOf([basis, one], [basis, other]).undone.map(({ on, decisions }) => [
        formatDate(on),
        ...decisions.flatMap(({ together }) => together.map(({ from, to }) => `${from}>${to}`)),
      ]);
    const [soon, ending] = [
      { id: "a1", from: "2027-01-01" },
      { id: "a1", until: "2026-12-31" },
    ];
    expect(undone(page(soon), page())).toEqual([["2027-01-01", "false>true"]]);
    expect(undone(page(ending), page("a1"))).toEqual([["2027-01-01", "true>false"]]);
    expect(undone(page(soon), page("a1"))).toEqual([]);
    expect(undone(page(ending), page())).toEqual([]);
  });
});

describe("newcomers", () => {
  const created = (from: string, value: boolean): Data => flag({ created: { from, value } });
  it("are reported if they change differently from everyone else", () => {
    const [one, other] = [Date.parse("2026-12-01"), Date.parse("2027-01-01")];
    const told = (base: Data, head: Data) =>
      effectOf([base], [head]).decisions.flatMap(({ newcomers }) =>
        newcomers.map(({ since, until, from, to, unlisted }) => [since, until, from, to, unlisted]),
      );
    expect(told(flag(), created("2026-12-01", true))).toEqual([[one, undefined, false, true, true]]);
    expect(told(created("2026-12-01", true), created("2027-01-01", true))).toEqual([[one, other, true, false, true]]);
    expect(
      told(created("2026-12-01", true), flag({ default: true, created: { from: "2026-12-01", value: true } })),
    ).toEqual([[one, undefined, true, true, true]]);
    expect(told(created("2026-12-01", true), created("2026-12-01", true))).toEqual([]);
  });
});

describe("the impact", () => {
  const release = (settings: Data = {}): Data => ({
    release: "widget",
    ...about,
    by: "ring",
    stages: [{ group: "regular", version: "v1" }],
    properties: { base: "a" },
    ...settings,
  });
  const country: Data = { attribute: "country", ...about, type: "text" };
  const choice = (variants: readonly string[]): Data => flag({ variants, default: variants[0] });
  it.each<readonly [string, Effect["impact"], readonly Data[], readonly Data[]]>([
    ["of another description is none", "none", [flag()], [flag({ description: "Said in other words." })]],
    [
      "of a list in another order is none",
      "none",
      [flag({ enabled: { account: ["a", "b"] } })],
      [flag({ enabled: { account: ["b", "a"] } })],
    ],
    ["of an entry is data", "data", [flag()], [flag({ enabled: { account: ["acme"] } })]],
    [
      "of a date is data",
      "data",
      [flag({ enabled: { account: ["a"] } })],
      [flag({ enabled: { account: [{ id: "a", until: "2027-01-01" }] } })],
    ],
    ["of a property's value is data", "data", [ring, release()], [ring, release({ properties: { base: "b" } })]],
    ["of a name is that it is added", "added", [flag()], [flag(), flag({ flag: "another" })]],
    [
      "of a scope is that it is added",
      "added",
      [flag({ scope: "organization" })],
      [flag({ scope: ["organization", "account"] })],
    ],
    ["of a variant is that it is added", "added", [choice(["a", "b"])], [choice(["a", "b", "c"])]],
    ["of a name that is gone is breaking", "breaking", [flag()], []],
    ["of an attribute is that it is added", "added", [], [country]],
    ["of an attribute that is gone is breaking", "breaking", [country], []],
    [
      "of an attribute that is retired is breaking",
      "breaking",
      [country],
      [{ retired: { country: { kind: "attribute", date: "2026-11-21", outcome: "dropped" } } }],
    ],
    [
      "of a name that is retired is breaking",
      "breaking",
      [flag()],
      [{ retired: { new_page: { kind: "flag", date: "2026-11-21", outcome: "shipped", answer: true } } }],
    ],
    ["of a variant that is gone is breaking", "breaking", [choice(["a", "b", "c"])], [choice(["a", "b"])]],
    ["of a switch that has variants now is breaking", "breaking", [flag()], [choice(["a", "b"])]],
    [
      "of a group that is gone is breaking",
      "breaking",
      [ring],
      [{ ...ring, members: { canary: ["acme"], regular: [] } }],
    ],
    [
      "of a property of another type is breaking",
      "breaking",
      [ring, release()],
      [ring, release({ properties: { base: 1 } })],
    ],
  ])("%s", (_, impact, base, head) => {
    const effect = effectOf(base, head);
    expect(effect.impact).toBe(impact);
    if (impact === "none") expect(effect).toMatchObject({ decisions: [], groups: [], types: [], later: [] });
  });

  it("of a changed record is what code that was built earlier gets", () => {
    const record = (kind: string, answer: unknown): Data => ({
      retired: { old_name: { kind, date: "2026-11-21", outcome: "dropped", answer } },
    });
    const { decisions, groups } = effectOf([record("groups", "canary")], [record("groups", "regular")]);
    expect(decisions).toEqual([]);
    expect(groups).toMatchObject([{ name: "old_name", moves: [{ from: "canary", to: "regular", unlisted: true }] }]);
    const ofFlag = effectOf([record("flag", true)], [record("flag", false)]);
    expect(ofFlag.groups).toEqual([]);
    expect(ofFlag.decisions).toMatchObject([{ name: "old_name", transitions: [{ from: true, to: false }] }]);
  });

  it("of one pattern among several is for the ids that it matches", () => {
    const beta = (until: string): Data => ({
      groups: "beta",
      ...about,
      scope: "account",
      members: [{ match: "aaa-*" }, { match: "bbb-*", until }, { match: "ccc-*" }],
    });
    const on = flag({ enabled: { groups: ["beta"] } });
    const { decisions, later, undone } = effectOf([beta("2027-01-31"), on], [beta("2026-11-01"), on]);
    expect(inShort(decisions[0]?.transitions)).toEqual(["true>false window beta"]);
    expect(decisions[0]?.transitions[0]?.patterns).toEqual(["bbb-*"]);
    expect([later, undone]).toEqual([[], []]);
  });

  it("of a removed date is what no longer happens", () => {
    const listing = (...accounts: unknown[]) => [flag({ enabled: { account: accounts } })];
    const undone = (base: unknown[], head: unknown[]) =>
      effectOf(listing(...base), listing(...head)).undone.map(({ on, decisions }) => [
        formatDate(on),
        ...decisions.flatMap(({ transitions }) => inShort(transitions)),
      ]);
    const soon = { id: "acme", from: "2027-01-01" };
    const ending = { id: "acme", until: "2027-01-31" };
    expect(undone([soon], [])).toEqual([["2027-01-01", "false>true acme window"]]);
    expect(undone([ending], [{ id: "acme", until: "2027-02-28" }])).toEqual([["2027-02-01", "true>false acme window"]]);
    expect(undone([ending], ["acme"])).toEqual([["2027-02-01", "true>false acme window"]]);
    expect(undone([ending], [])).toEqual([]);
    expect(undone([soon], ["acme"])).toEqual([]);
    expect(undone([soon], [soon, "globex"])).toEqual([]);
  });

  it("of a moved end of a flag is not reported as something that no longer happens", () => {
    const until = (last: string) => {
      const { permanent: _, ...ending } = flag({ expires: last, enabled: { account: ["acme"] } });
      return [ending];
    };
    const moved = (base: string, head: string) => {
      const { later, undone } = effectOf(until(base), until(head));
      return { undone, later: later.map(({ on }) => formatDate(on)) };
    };
    expect(moved("2027-01-31", "2027-03-31")).toEqual({ undone: [], later: ["2027-04-01"] });
    expect(moved("2027-03-31", "2027-01-31")).toEqual({ undone: [], later: ["2027-02-01"] });
  });

  it("is reported as if conditions on unknown attributes were not there", () => {
    const where = [{ where: { country: "de" } }];
    const canary = (...ids: string[]) => ({
      ...ring,
      members: { canary: [...ids, ...where], vip: ["globex"], regular: [] },
    });
    const flagged = flag({ enabled: { groups: ["ring/canary"] } });
    const { groups, decisions } = effectOf([canary("acme"), flagged], [canary("acme", "initech"), flagged]);
    expect(groups.map(({ moves }) => moves)).toMatchObject([[{ from: "regular", to: "canary", ids: ["initech"] }]]);
    expect(decisions.map(({ transitions }) => inShort(transitions))).toEqual([
      ["false>true initech group ring/canary"],
    ]);
  });

  it("of a new environment is on types only, since no lookup named it before", () => {
    const [one, other] = [side([flag()]), side([flag()], ["production", "staging"])];
    expect(compareRevisions(one, other, 0)).toMatchObject({ impact: "added", decisions: [] });
    expect(compareRevisions(other, one, 0)).toMatchObject({ impact: "breaking", decisions: [] });
  });

  it("of a different first environment is what lookups without an environment get", () => {
    const staged = flag({ environments: { staging: { default: true } } });
    const swapped = flag({ default: true, environments: { production: { default: false } } });
    const effect = compareRevisions(
      side([staged], ["production", "staging"]),
      side([swapped], ["staging", "production"]),
      0,
    );
    expect(effect.decisions.map(({ environment, transitions }) => [environment, ...inShort(transitions)])).toEqual([
      [undefined, "false>true true default"],
    ]);
  });
});

test("one more entry in a large group that many flags name takes a few lookups for each flag", () => {
  const [flags, customers] = [100, 20_000];
  const ids = Array.from({ length: customers }, (_, index) => `c${index}`);
  const settings = { enabled: { groups: ["ring/canary"] }, rollout: 10, requires: ["basis"] };
  const documents = (members: readonly string[]): readonly Data[] => [
    { ...ring, members: { canary: members, regular: [] } },
    flag({ flag: "basis", enabled: { groups: ["ring/canary"] } }),
    ...Array.from({ length: flags }, (_, index) => flag({ flag: `flag_${index}`, ...settings })),
  ];
  const [effect, questions] = countQuestions(side(documents(ids)), side(documents([...ids, "new"])));
  expect(effect.decisions.length).toBe(flags + 1);
  expect(effect.decisions.flatMap(({ transitions }) => transitions.flatMap((each) => each.ids))).toEqual(
    effect.decisions.map(() => "new"),
  );
  expect(questions).toBeLessThan(10 * flags);
});

test("customers who are in the same lists take one lookup in each part of the space", () => {
  // Customers differ in their groups of five sets and in their dates, but only the first set counts.
  const documents = (customers: number, version: string): readonly Data[] => {
    const ids = Array.from({ length: customers }, (_, index) => index);
    const set = (bit: number): Data => ({
      groups: `set_${bit}`,
      ...about,
      scope: "account",
      members: ids.filter((id) => id & (1 << bit)).map((id) => ({ id: `c${id}`, until: `2027-01-${10 + (id % 20)}` })),
    });
    const attribute = (name: string): Data => ({ attribute: name, ...about, type: "text" });
    const conditions = Array.from({ length: 16 }, (_, n) => ({ kind: `k${n % 4}`, place: `p${n >> 2}` }));
    return [
      ...[0, 1, 2, 3, 4].map(set),
      attribute("kind"),
      attribute("place"),
      flag({ flag: "basis", default: true, disabled: { groups: ["set_0", "set_1", "set_2", "set_3", "set_4"] } }),
      flag({ requires: ["basis"], enabled: { where: [...conditions, { kind: version }] } }),
    ];
  };
  const [few, many] = [8, 128].map((customers) =>
    countQuestions(side(documents(customers, "old")), side(documents(customers, "new"))),
  ) as [readonly [Effect, number], readonly [Effect, number]];
  expect(many[0].decisions[0]?.transitions.map(({ from, to, where }) => [from, to, where])).toEqual(
    few[0].decisions[0]?.transitions.map(({ from, to, where }) => [from, to, where]),
  );
  // Each date adds one lookup, and so does each group that ends then.
  expect(many[1] / few[1]).toBeLessThan(4);
});

/** The effect of a change, and how many lookups it takes. */
function countQuestions(base: Revision, head: Revision): readonly [Effect, number] {
  let questions = 0;
  const counting =
    <Words extends readonly unknown[], Answer>(ask: (...words: Words) => Answer) =>
    (...words: Words): Answer => {
      questions++;
      return ask(...words);
    };
  const counted = (one: Revision): Revision => ({
    ...one,
    explain: counting(one.explain),
    groups: counting(one.groups),
    nextChange: counting(one.nextChange),
  });
  const effect = compareRevisions(counted(base), counted(head), 0);
  return [effect, questions];
}

test("what is found about a flag is the same next to others that differ from it in one setting", () => {
  const groups = ["ring/canary"];
  const ends = (expires: string): Data => ({ permanent: undefined, expires });
  const variants = { variants: ["a", "b"], default: "a" };
  const settings: readonly Data[] = [
    {},
    {},
    ends("2026-12-31"),
    ends("2027-01-31"),
    { ...ends("2026-12-31"), on_expiry: "keep" },
    { paused: "An incident" },
    { scope: ["organization", "account"] },
    { requires: ["basis"] },
    { requires: ["basis"], unmet: true },
    { rollout: { percent: 20, salt: "same" } },
    { rollout: { percent: 30, salt: "same" } },
    { rollout: { percent: 20, salt: "other" } },
    { created: { after: "2026-12-24", value: true } },
    { enabled: undefined, default: true },
    { enabled: undefined, default: true, disabled: { groups } },
    { enabled: { groups: ["ring/canary", "crew"] } },
    { enabled: { groups: ["crew", "ring/canary"] } },
    { enabled: { groups, where: [{ kind: "old" }] } },
    { enabled: { groups, where: [{ kind: "new" }] } },
    { enabled: { groups, account: ["new"] } },
    { enabled: undefined, ...variants, assign: { b: { groups } } },
    { enabled: undefined, ...variants, variants: { a: 1, b: 2 }, assign: { b: { groups } } },
    { enabled: undefined, ...variants, variants: { a: 1, b: 3 }, assign: { b: { groups } } },
  ].map((each, index) => flag({ flag: `flag_${index}`, enabled: { groups }, ...each }));
  const common = (members: readonly unknown[]): readonly Data[] => [
    { ...ring, members: { canary: members, regular: [] } },
    { groups: "crew", ...about, scope: "account", members },
    { attribute: "kind", ...about, type: "text" },
    flag({ flag: "basis", enabled: { groups } }),
  ];
  const [before, after] = [common(["acme"]), common(["acme", { id: "new", until: "2026-12-10" }])];
  const foundFor = ({ decisions, later }: Effect, name: unknown) => [
    decisions.filter((each) => each.name === name),
    later.flatMap(({ on, decisions }) => decisions.flatMap((each) => (each.name === name ? [[on, each]] : []))),
  ];
  const whole = effectOf([...before, ...settings], [...after, ...settings]);
  expect(whole.decisions.length).toBeGreaterThan(15);
  for (const each of settings)
    expect(foundFor(whole, each.flag)).toEqual(foundFor(effectOf([...before, each], [...after, each]), each.flag));
});
