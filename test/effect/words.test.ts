import { describe, expect, it } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import type { Effect } from "../../scripts/effect/effect.ts";
import { compareCustomer } from "../../scripts/effect/for-customer.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import type { Revision } from "../../scripts/effect/revision.ts";
import { whereWords } from "../../scripts/effect/where-words.ts";
import type { Where } from "../../scripts/model/space/box.ts";
import { effectReporters } from "../../scripts/report/effects/index.ts";
import { packageJson, treeOf } from "../support/trees.ts";

// The report of a change in words and in JSON, starting from documents.

type Data = Readonly<Record<string, unknown>>;

const about = { description: "Made for a test of effects.", owner: "growth" };
const scopes = { organization: {}, account: {}, user: {} };
const today = "2026-11-21";

function flag(settings: Data = {}): Data {
  return { flag: "new_page", ...about, scope: "account", permanent: "For a test.", default: false, ...settings };
}

function side(documents: readonly Data[], config: object = { scopes }): Revision {
  const texts = documents.map((data) => {
    const [kind = "", name] = Object.entries(data)[0] ?? [];
    const folder = kind === "groups" || kind === "identities" ? "groups" : "flags";
    return [`${folder}/${name}.yaml`, `${JSON.stringify(data)}\n`] as const;
  });
  const tree = treeOf({ "package.json": packageJson(config), ...Object.fromEntries(texts) });
  return openRevision(readModels(tree, { asOf: Date.parse(today), allowExpired: true }).models);
}

function effectOf(base: readonly Data[], head: readonly Data[]): Effect {
  return compareRevisions(side(base), side(head), Date.parse(today));
}

function linesOf(effect: Effect): readonly string[] {
  const text = effectReporters.text(effect, { colour: false });
  return text.split("\n").filter((line) => line !== "");
}

const said = (base: readonly Data[], head: readonly Data[]): readonly string[] => linesOf(effectOf(base, head));

function jsonOf(effect: Effect) {
  return JSON.parse(effectReporters.json(effect, { colour: false })) as Record<string, unknown>;
}

const plan: Data = { groups: "plan", ...about, scope: "account", told: ["enterprise", "free", "pro"] };
const edition: Data = { groups: "edition", ...about, scope: "account", told: ["basic", "gold"] };

describe("told groups", () => {
  const enabled = (...groups: readonly string[]): Data => flag({ enabled: { groups } });

  it("are reported if everyone in one gains a flag", () => {
    const effect = effectOf([plan, enabled("plan/enterprise")], [plan, enabled("plan/enterprise", "plan/free")]);
    expect(linesOf(effect)).toEqual([
      "flag new_page",
      "  everyone with plan free: false → true (group plan/free)",
      "an effect on 1 flag",
    ]);
    const { decisions } = jsonOf(effect) as { decisions: readonly { transitions: readonly object[] }[] };
    expect(decisions[0]?.transitions).toEqual([
      {
        scope: "account",
        from: false,
        to: true,
        ids: [],
        where: { plan: ["free"] },
        unlisted: true,
        why: "group",
        group: "plan/free",
      },
    ]);
  });

  it("limit what a default does", () => {
    expect(
      said([plan, enabled("plan/pro")], [plan, flag({ default: true, enabled: { groups: ["plan/pro"] } })]),
    ).toEqual([
      "flag new_page",
      "  everyone with plan enterprise, free or untold: false → true",
      "an effect on 1 flag",
    ]);
  });

  it("limit a pause, a rollout and a requirement", () => {
    const pro = { enabled: { groups: ["plan/pro"] } };
    expect(said([plan, flag(pro)], [plan, flag({ ...pro, paused: "An incident" })])).toEqual([
      "flag new_page",
      "  everyone with plan pro: true → false (pause)",
      "an effect on 1 flag",
    ]);
    expect(said([plan, flag(pro)], [plan, flag({ ...pro, rollout: 25 })])).toEqual([
      "flag new_page",
      "  25 % of everyone with plan enterprise, free or untold: false → true (rollout)",
      "an effect on 1 flag",
    ]);
    const basis = flag({ flag: "basis", default: true });
    const own = flag({ requires: ["basis"], enabled: { account: ["acme"] } });
    expect(said([plan, basis, own], [plan, { ...basis, disabled: { groups: ["plan/free"] } }, own])).toEqual([
      "flag basis",
      "  everyone with plan free: true → false (group plan/free)",
      "flag new_page",
      "  loses 1 account: acme with plan free (requirements)",
      "an effect on 2 flags",
    ]);
  });

  it("limit listed customers, and those who stay", () => {
    const lists = { account: ["acme"] };
    expect(
      said([plan, flag({ disabled: lists })], [plan, flag({ disabled: lists, enabled: { groups: ["plan/free"] } })]),
    ).toEqual([
      "flag new_page",
      "  stays false for 1 account: acme with plan free (listed)",
      "  everyone else with plan free: false → true (group plan/free)",
      "an effect on 1 flag",
    ]);
  });

  it("of several sets are reported in combination", () => {
    const both = (...groups: readonly string[]): Data =>
      flag({ enabled: { groups }, disabled: { groups: ["edition/gold"] } });
    expect(said([plan, edition, both()], [plan, edition, both("plan/free", "plan/pro")])).toEqual([
      "flag new_page",
      "  everyone with edition basic or untold, plan free: false → true (group plan/free)",
      "  everyone with edition basic or untold, plan pro: false → true (group plan/pro)",
      "an effect on 1 flag",
    ]);
  });

  it("apply later, to newcomers, to the set's own default, and to one customer", () => {
    const pro = { enabled: { groups: ["plan/pro"] } };
    const ends = flag({ ...pro, permanent: undefined, expires: "2026-12-31" });
    expect(said([plan, flag(pro)], [plan, ends])).toEqual([
      "from 2027-01-01 on: flag new_page",
      "  everyone with plan pro: true → false (expiry)",
      "no effect on any customer, but later on 1 flag",
    ]);
    expect(said([plan, flag(pro)], [plan, flag({ ...pro, created: { from: "2026-12-01", value: true } })])).toEqual([
      "flag new_page",
      "  accounts created since 2026-12-01 with plan enterprise, free or untold: false → true",
      "an effect on 1 flag",
    ]);
    expect(said([{ ...plan, default: "free" }], [{ ...plan, default: "pro" }])).toEqual([
      "group set plan",
      "  everyone with plan untold: free → pro",
      "an effect on 1 group set",
    ]);
    const [base, head] = [side([plan, flag()]), side([plan, flag(pro)])];
    const customer = { scope: "account", id: "acme" };
    expect(linesOf(compareCustomer(base, head, Date.parse(today), customer))).toContain(
      "  gains 1 account: acme with plan pro (group plan/pro)",
    );
  });

  it("that one revision lacks are untold there", () => {
    const small = { ...plan, told: ["free", "pro"], default: "free" };
    const free = enabled("plan/free");
    expect(said([small, free], [{ ...small, told: ["enterprise", "free", "pro"] }, free])).toContain(
      "  everyone with plan enterprise: true → false (group plan/free)",
    );
  });

  it("are named, and not compared, if they make too many cells", () => {
    const sets = Array.from({ length: 14 }, (_, index): Data => ({ ...edition, groups: `edition_${index}` }));
    const groups = sets.map((_, index) => `edition_${index}/gold`);
    const effect = effectOf([...sets, flag()], [...sets, enabled(...groups)]);
    expect(effect.impact).toBe("data");
    expect(linesOf(effect)).toEqual([
      "what no list can name",
      "  flag new_page: what callers pass makes 4782969 cells; more than 10000 are not compared",
      "an effect, more than lists can name on 1 flag",
    ]);
    expect(jsonOf(effect).unsaid).toMatchObject([{ kind: "flag", name: "new_page" }]);
  });
});

describe("the words for a part of the space", () => {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  it.each<readonly [Where | undefined, string]>([
    [undefined, ""],
    [{}, ""],
    [{ plan: ["free"] }, " with <plan> <free>"],
    [{ plan: ["free", "pro"], tier: [{ untold: true }] }, " with <plan> <free> or <pro>, <tier> untold"],
    [{ plan: ["a", "b", { untold: true }] }, " with <plan> <a>, <b> or untold"],
    [{ seats: numbers(10) }, " with <seats> <0>, <1>, <2>, <3>, <4>, <5>, <6>, <7>, <8> or <9>"],
    [{ seats: numbers(12) }, " with <seats> <0>, <1>, <2>, <3>, <4>, <5>, <6>, <7>, <8>, <9> or 2 more"],
    [{ app: [{ from: "7.190.0", below: "8" }] }, " with <app> from <7.190.0> below <8>"],
    [{ seats: [{ above: 1, up_to: 5 }] }, " with <seats> above <1> up to <5>"],
    [{ country: [{ not: ["de"] }] }, " with <country> not <de>"],
    [{ country: [{ not: ["de", "at"] }] }, " with <country> not (<de> or <at>)"],
    [{ country: [{ not: [{ untold: true }] }] }, " with <country> told"],
    [{ mail: [{ all: [{ match: "a*" }, { not: ["abc"] }] }] }, " with <mail> like <a*> and not <abc>"],
    [{ country: ["", "de"] }, ' with <country> <""> or <de>'],
    [{ tags: [{ has: "beta" }, true] }, " with <tags> has <beta> or <true>"],
  ])("of %j are%s", (where, words) => expect(whereWords(where, (text) => `<${text}>`)).toBe(words));
});

describe("later moves between groups", () => {
  const ring = (members: Data, settings: Data = {}): Data => ({
    groups: "ring",
    ...about,
    scope: "account",
    default: "regular",
    members: { canary: [], vip: [], regular: [], ...members },
    ...settings,
  });
  const country: Data = { attribute: "country", ...about, type: "text" };
  const identities = (until: string): Data => ({
    identities: "names",
    ...about,
    scope: "account",
    aliases: [{ id: "acme", was: "acme-old", until }],
  });
  const cases: readonly (readonly [string, readonly Data[], readonly Data[], readonly string[]])[] = [
    [
      "of one who joins",
      [ring({})],
      [ring({ canary: [{ id: "acme", from: "2027-01-15" }] })],
      ["from 2027-01-15 on: group set ring", "  regular → canary for 1 account: acme"],
    ],
    [
      "of one who leaves",
      [ring({ canary: ["acme"] })],
      [ring({ canary: [{ id: "acme", until: "2027-01-14" }] })],
      ["from 2027-01-15 on: group set ring", "  canary → regular for 1 account: acme"],
    ],
    [
      "of a pattern, and who is listed",
      [ring({ vip: ["acc-vip"] }, { exclusive: false })],
      [ring({ vip: ["acc-vip"], canary: [{ match: "acc-*", from: "2027-01-15" }] }, { exclusive: false })],
      [
        "from 2027-01-15 on: group set ring",
        "  regular → canary for all of acc-*",
        "  canary gains 1 account: acc-vip",
      ],
    ],
    [
      "of a former id",
      [ring({ canary: ["acme"] }), identities("2027-01-14")],
      [ring({ canary: ["acme"] }), identities("2027-02-14")],
      [
        "from 2027-02-15 on: group set ring",
        "  canary → regular for 1 account: acme-old",
        "no longer from 2027-01-15 on: group set ring",
        "  canary → regular for 1 account: acme-old",
      ],
    ],
    [
      "of another default",
      [ring({ vip: [{ id: "acme", until: "2027-01-14" }] })],
      [ring({ vip: [{ id: "acme", until: "2027-01-14" }] }, { default: "canary" })],
      [
        "group set ring",
        "  everyone else: regular → canary",
        "  stays vip for 1 account: acme",
        "from 2027-01-15 on: group set ring",
        "  vip → canary for 1 account: acme",
      ],
    ],
    [
      "of whoever meets a condition for a while",
      [country, ring({ vip: ["acme"] })],
      [
        country,
        ring({ vip: ["acme"], canary: [{ where: { country: "de" }, from: "2027-01-15", until: "2027-01-31" }] }),
      ],
      [
        "from 2027-01-15 on: group set ring",
        "  everyone else with country de: regular → canary",
        "  stays vip for 1 account: acme with country de",
        "from 2027-02-01 on: group set ring",
        "  everyone else with country de: canary → regular",
        "  stays vip for 1 account: acme with country de",
      ],
    ],
    [
      "of a set of the request",
      [country, { ...ring({}), scope: undefined, default: undefined }],
      [
        country,
        {
          ...ring({ canary: [{ where: { country: "de" } }], vip: [{ where: { country: "at" }, until: "2027-01-14" }] }),
          scope: undefined,
          default: undefined,
        },
      ],
      [
        "group set ring",
        "  canary gains everyone with country de",
        "  vip gains everyone with country at",
        "from 2027-01-15 on: group set ring",
        "  vip loses everyone with country at",
      ],
    ],
  ];
  it.each(cases)("are reported %s", (_, base, head, lines) => {
    const effect = effectOf(base, head);
    expect(linesOf(effect).slice(0, -1)).toEqual(lines);
    expect(effect.impact).not.toBe("none");
    const { later } = jsonOf(effect) as unknown as { later: readonly { groups: readonly { name: string }[] }[] };
    expect(later[0]?.groups[0]?.name).toBe("ring");
  });

  it("are reported for that customer only, in the effect on one customer", () => {
    const [, [base = {}], [head = {}]] = cases[0] ?? ["", [], []];
    const told = (id: string) =>
      linesOf(compareCustomer(side([base]), side([head]), Date.parse(today), { scope: "account", id }));
    expect(told("acme")).toContain("  regular → canary for 1 account: acme");
    expect(told("globex")).toEqual(["no effect on any customer"]);
  });
});

describe("contexts of several ids", () => {
  const both = (settings: Data): Data => flag({ scope: ["organization", "account"], ...settings });
  const lists = { enabled: { organization: ["acme"] }, disabled: { account: ["shop"] } };

  it("report the order of scopes", () => {
    const effect = effectOf([both(lists)], [both({ ...lists, scope: ["account", "organization"] })]);
    expect(linesOf(effect)).toEqual([
      "flag new_page",
      "  1 account: shop together with 1 organization: acme: false → true",
      "an effect on 1 flag",
    ]);
    expect(jsonOf(effect).decisions).toMatchObject([
      {
        transitions: [],
        together: [
          {
            parties: [
              { scope: "account", ids: ["shop"], unlisted: false },
              { scope: "organization", ids: ["acme"], unlisted: false },
            ],
            from: false,
            to: true,
            unlisted: true,
          },
        ],
      },
    ]);
  });

  it("report an exception to what another id gives, now and later", () => {
    const enabled = { enabled: { organization: ["acme", "globex"] } };
    expect(said([both(enabled)], [both({ ...enabled, disabled: { account: ["shop"] } })])).toEqual([
      "flag new_page",
      "  1 account: shop together with 2 organizations: acme, globex: true → false",
      "an effect on 1 flag",
    ]);
    const later = both({ ...enabled, disabled: { account: [{ id: "shop", from: "2027-01-15" }] } });
    expect(said([both(enabled)], [later])).toEqual([
      "from 2027-01-15 on: flag new_page",
      "  1 account: shop together with 2 organizations: acme, globex: true → false",
      "no effect on any customer, but later on 1 flag",
    ]);
  });

  it("report the effect of a required flag of another scope", () => {
    const organizations: Data = {
      identities: "owners",
      ...about,
      scope: "organization",
      children: { account: { initech: ["tps"] } },
    };
    const basis = (...ids: readonly string[]): Data =>
      flag({ flag: "basis", scope: "organization", enabled: { organization: ids } });
    const own = flag({ requires: ["basis"], enabled: { account: ["shop"] } });
    expect(said([organizations, basis(), own], [organizations, basis("acme"), own])).toContain(
      "  1 account: shop together with 1 organization: acme: false → true",
    );
  });

  it("need not have all of three scopes", () => {
    const three = (settings: Data): Data => flag({ scope: ["organization", "account", "user"], ...settings });
    const enabled = { enabled: { organization: ["acme"] } };
    expect(said([three(enabled)], [three({ ...enabled, disabled: { user: ["u1"] } })])).toContain(
      "  every account together with 1 organization: acme together with 1 user: u1: true → false",
    );
  });
});

describe("ids", () => {
  it("are named if their letter case now matters, or no longer does", () => {
    const own = flag({ enabled: { account: ["acme"] } });
    const ring: Data = { groups: "ring", ...about, scope: "account", members: { canary: ["acme"], vip: [] } };
    const ignoring = { scopes: { ...scopes, account: { ignoreCase: true } } };
    const on = compareRevisions(side([ring, own]), side([ring, own], ignoring), Date.parse(today));
    expect(linesOf(on)).toEqual([
      "what no list can name",
      "  group set ring: ids of `account` in another letter case change, such as `ACME`: `no group` → `canary`",
      "  flag new_page: ids of `account` in another letter case change, such as `ACME`: `false` → `true`",
      "an effect, more than lists can name on 1 flag, 1 group set",
    ]);
    expect(on.impact).toBe("data");
    const off = compareRevisions(side([own], ignoring), side([own]), Date.parse(today));
    expect(linesOf(off)[1]).toContain("such as `ACME`: `true` → `false`");
    const rollout = flag({ rollout: 20 });
    expect(linesOf(compareRevisions(side([rollout]), side([rollout], ignoring), 0))[1]).toContain("other buckets");
    expect(linesOf(compareRevisions(side([flag()]), side([flag()], ignoring), 0))).toEqual([
      "no effect on any customer",
    ]);
  });

  it("may end in a star without being patterns", () => {
    const effect = effectOf([flag()], [flag({ enabled: { account: ["acme*"] } })]);
    expect(linesOf(effect)).toContain("  gains 1 account: acme* (listed)");
    expect(JSON.stringify(jsonOf(effect))).not.toContain("patterns");
    const ring = (...members: readonly object[]): Data => ({ groups: "ring", ...about, scope: "account", members });
    const moves = jsonOf(effectOf([ring()], [ring({ match: "acm*" }, { id: "acm*" })])).groups as unknown;
    expect(moves).toMatchObject([{ moves: [{ ids: ["acm*", "acm*"], patterns: ["acm*"] }] }]);
  });
});
