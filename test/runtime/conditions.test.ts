import { describe, expect, it, test } from "vitest";
import { open } from "../../scripts/runtime/api/open.ts";
import { groupOf } from "../support/reference/groups.ts";
import { flagAnswer, releaseAnswer } from "../support/reference.ts";
import { groupSet, sealed } from "../support/sample-bundle.ts";
import { bundleOf, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const config = packageJson({
  scopes: { organization: {}, account: { within: "organization" }, device: {} },
  environments: ["production", "staging"],
});
const about = "description: What callers tell of who asks.\nowner: growth\n";
const at = Date.parse("2027-01-15T12:00:00Z");

function attribute(name: string, rest: string): readonly [string, string] {
  return [`groups/${name}.yaml`, `attribute: ${name}\n${about}${rest}\n`];
}

const files: Readonly<Record<string, string>> = {
  "package.json": config,
  ...Object.fromEntries([
    attribute("country", "type: text\nignoreCase: true"),
    attribute("email", "type: text"),
    attribute("total", "type: number"),
    attribute("app_version", "scope: device\ntype: version"),
    attribute("born", "type: date"),
    attribute("is_trial", "scope: account\ntype: boolean"),
    attribute("labels", "type: list"),
    attribute("platform", "type: [ios, android]"),
    attribute("constructor", "type: text"),
  ]),
  "groups/plan.yaml": `groups: plan\n${about}scope: account\ntold: [free, pro]\n`,
  "groups/tier.yaml": `groups: tier\n${about}scope: account\ndefault: low\ntold: [low, high]\n`,
  "groups/ring.yaml": `groups: ring\n${about}scope: account\ndefault: regular\nmembers: { canary: [acme], vip: [{ where: { country: de } }] }\n`,
  "groups/beta.yaml": `groups: beta\n${about}scope: account\nmembers: [acme]\n`,
  "groups/tags.yaml": `groups: tags\n${about}scope: account\nexclusive: false\ndefault: plain\nmembers:\n  big: [acme, { where: { total: { from: 1000 } } }]\n  old: [acme]\n`,
  "groups/visitors.yaml": `groups: visitors\n${about}members: { bots: [{ where: { email: { untold: true } } }] }\n`,
};

function flag(name: string, rest: string): string {
  return `flag: ${name}\n${about}scope: [organization, account, device]\npermanent: It is for tests.\ndefault: false\n${rest}\n`;
}

interface Asked {
  readonly context?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly groups?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** The bundle of the common files and these, its module, and `explain`, which also compares with the reference. */
function opened(more: Readonly<Record<string, string>>) {
  const bundle = bundleOf(modelsOf(treeOf({ ...files, ...more }), "2027-01-15"));
  const module = open(bundle);
  return {
    bundle,
    module,
    explain: (name: string, { context = { account: "globex" }, ...options }: Asked) => {
      const question = { context, at, ...options };
      const { value, rule, untold } = module.lookup(context, { at, ...options }).explain(name);
      const expected = bundle.flags[name] ? flagAnswer(bundle, name, question) : releaseAnswer(bundle, name, question);
      expect({ value, rule }).toEqual({ value: expected.value, rule: expected.rule });
      return { value, rule, untold };
    },
  };
}

/** Each test, with values that pass it, values that fail it, and values that count as untold. */
const tests: readonly (readonly [
  test: string,
  yes: readonly unknown[],
  no: readonly unknown[],
  untold?: readonly unknown[],
])[] = [
  ["country: de", ["de", "DE"], ["at", "", "dé"], [5, null, undefined, ["de"], {}]],
  ["country: [de, É]", ["de", "é", "e\u0301", "É"], ["e"]],
  ["country: { not: de }", ["at", ""], ["de", "DE"], [null, 7]],
  ["country: { not: { untold: true } }", ["at"], [], [undefined]],
  ["country: [de, { untold: true }]", ["de", null, undefined, 5], ["at"]],
  ['email: { match: "*@acme.com" }', ["a@acme.com", "@acme.com"], ["a@acme.com.evil", "A@ACME.COM", ""], [1]],
  ["email: { match: admin* }", ["admin", "admin@x"], ["Admin", "adm", "root"], [null]],
  ['email: [{ match: "*.org" }, { match: a* }, root]', ["x.org", "abc", "root"], ["root2", "b"]],
  ['email: { not: [{ match: "*.org" }, { match: a* }, root] }', ["b", "root2"], ["x.org", "abc", "root"], [null]],
  ['email: { match: "\\uFFFF*" }', ["\uFFFF", "\uFFFFa"], ["a"]],
  ["total: 5", [5], [5.5, 4], ["5", Number.NaN, Number.POSITIVE_INFINITY, null, 5n]],
  ["total: [0, -2.5]", [0, -0, -2.5], [1]],
  ["total: { from: 1, below: 3 }", [1, 2.9], [0.9, 3], ["2"]],
  ["total: { above: 1, up_to: 3 }", [1.1, 3], [1, 3.1]],
  ["total: { below: 1000 }", [-1e300, 999], [1000, 1e300]],
  ["total: [{ below: 1 }, { above: 2 }, { untold: true }]", [0, 3, null], [1, 2, 1.5]],
  ["total: { not: { from: 1 } }", [0], [1, 2], [undefined]],
  ["total: [{ from: 1, below: 5 }, { from: 3, below: 4 }, 9]", [1, 2.5, 3.5, 4.5, 9], [0, 5, 8]],
  [
    "app_version: { from: 7.190.0, below: 8 }",
    ["7.190.0", "7.190", "7.999.1-rc", "8.0.0-beta", "8-0"],
    ["8", "8.0.0", "7.190.0-rc", "7.19"],
    ["v7", "", 7.2, "1.2.3.4.5"],
  ],
  ['app_version: "7.190"', ["7.190.0+build", "7.190"], ["7.190.1", "7.190-a"]],
  ["app_version: { not: { from: 2.0.0 } }", ["1", "2.0.0-rc.1"], ["2", "10"], [null, "latest"]],
  [
    "born: 2027-01-01",
    ["2027-01-01", new Date("2027-01-01T23:59:59.999Z"), "2027-01-02T00:30:00+01:00"],
    ["2027-01-02", "2026-12-31T23:59:59Z"],
    ["soon", 1_798_761_600_000, new Date(Number.NaN), "2027-02-30"],
  ],
  [
    "born: { from: 2027-01-01, until: 2027-02-28 }",
    ["2027-01-01", "2027-02-28T23:59:59Z"],
    ["2026-12-31", "2027-03-01"],
  ],
  ["born: { until: 2027-02-28T12:00:00Z }", ["2027-02-28T11:59:59Z", "1970-01-01"], ["2027-02-28T12:00:00Z"]],
  ["is_trial: true", [true], [false], ["true", 1, null]],
  ["is_trial: { not: true }", [false], [true], [undefined]],
  ["labels: { has: [a, b] }", [["a"], ["x", "b"]], [[], ["c", "A"]], ["a", [1], ["a", null], null]],
  ["labels: { not: { has: a } }", [["b"], []], [["a", "b"]], [undefined, "b"]],
  ["platform: ios", ["ios"], ["android"], ["windows", "IOS", null]],
  ["platform: { not: ios }", ["android"], ["ios"], ["windows"]],
  ["platform: { untold: true }", ["windows", undefined], ["ios"]],
  ["constructor: { untold: true }", [undefined], ["x"]],
];

it.each(tests.map((row) => [row[0], row] as const))(
  "the test `%s` passes, fails, and fails for untold values",
  (_, row) => {
    const [written, yes, no, untold = []] = row;
    const [name = ""] = written.split(":", 1);
    const { explain } = opened({ "flags/it.yaml": flag("it", `enabled: { where: [{ ${written} }] }`) });
    const ask = (value: unknown) => explain("it", { attributes: { [name]: value } });
    for (const value of yes)
      expect(ask(value), `${name}: ${String(value)}`).toMatchObject({ value: true, rule: "condition" });
    for (const value of no)
      expect(ask(value), `${name}: ${String(value)}`).toEqual({ value: false, rule: "default", untold: undefined });
    const isEnough = written.includes("untold: true }") && !written.includes("not");
    for (const value of isEnough ? [undefined] : [...untold, undefined, null])
      expect(ask(value), String(value)).toEqual({
        value: isEnough,
        rule: isEnough ? "condition" : "default",
        untold: [name],
      });
  },
);

/** Group sets used as attributes. */
const groupTests: readonly (readonly [test: string, asked: Asked, value: boolean, untold?: readonly string[]])[] = [
  ["ring: canary", { context: { account: "acme" } }, true],
  ["ring: [canary, vip]", { attributes: { country: "de" } }, true],
  ["ring: vip", { context: { organization: "o" }, attributes: { country: "de" } }, true],
  ["ring: vip", { context: { account: "acme" }, attributes: { country: "de" } }, false],
  ["ring: regular", {}, true, ["country"]],
  ["ring: { not: canary }", {}, true, ["country"]],
  ["ring: { not: canary }", { context: { organization: "o" } }, false, ["country"]],
  ["ring: { untold: true }", { context: { organization: "o" } }, true, ["country"]],
  ["beta: true", { context: { account: "acme" } }, true],
  ["beta: true", {}, false],
  ["beta: false", {}, true],
  ["beta: false", { context: { device: "d" } }, false],
  ["beta: { untold: true }", { context: { device: "d" } }, true],
  ["tags: { has: big }", { attributes: { total: 1000 } }, true],
  ["tags: { has: [old, big] }", { context: { account: "acme" } }, true],
  ["tags: { has: plain }", { attributes: { total: 1 } }, true],
  ["tags: { has: old }", { context: { account: "acme" } }, true],
  ["tags: { has: old }", { attributes: { total: 1000 } }, false],
  ["tags: { not: { has: big } }", { attributes: { total: 1 } }, true],
  ["tags: { not: { has: big } }", { context: { device: "d" }, attributes: { total: 1 } }, false],
  ["plan: pro", { groups: { plan: "pro" } }, true],
  ["plan: { not: pro }", { groups: { plan: "free" } }, true],
  ["plan: { not: pro }", { groups: { plan: "enterprise" } }, false, ["plan"]],
  ["plan: { untold: true }", {}, true, ["plan"]],
  ["tier: low", {}, true],
  ["tier: { untold: true }", { context: { device: "d" } }, true, ["tier"]],
  ["visitors: bots", {}, true, ["email"]],
  ["visitors: { not: bots }", { attributes: { email: "a" } }, true],
];

test.each(groupTests.map((row) => [row[0], row] as const))(
  "a group set in `%s`",
  (written, [, asked, value, untold]) => {
    const { explain } = opened({ "flags/it.yaml": flag("it", `enabled: { where: [{ ${written} }] }`) });
    expect(explain("it", asked)).toEqual({ value, rule: value ? "condition" : "default", untold });
  },
);

describe("ranks", () => {
  const { explain } = opened({
    "flags/it.yaml": flag(
      "it",
      `enabled:
  account: [acme]
  where: [{ app_version: { from: 2.0.0 } }, { country: de }]
disabled:
  groups: [visitors/bots]
  organization: [umbrella]
  where: [{ is_trial: true }, { app_version: { from: 3.0.0 } }]`,
    ),
  });

  it.each<readonly [what: string, asked: Asked, value: boolean, rule: string]>([
    ["the narrowest scope first", { attributes: { app_version: "2.1.0", is_trial: true } }, true, "condition"],
    ["`disabled` wins within a rank", { attributes: { app_version: "3.0.0", is_trial: false } }, false, "condition"],
    [
      "a condition of a narrower scope before an id of a broader",
      { context: { account: "acme" }, attributes: { app_version: "3.0.0" } },
      false,
      "condition",
    ],
    [
      "an id before the conditions of its scope",
      { context: { account: "acme" }, attributes: { is_trial: true } },
      true,
      "listed",
    ],
    [
      "conditions of a broader scope after",
      { attributes: { is_trial: true, country: "de", email: "a" } },
      false,
      "condition",
    ],
    [
      "an id of the broadest scope before the request",
      { context: { organization: "umbrella" }, attributes: { country: "de", email: "a" } },
      false,
      "listed",
    ],
    ["the request last", { attributes: { country: "de", email: "a" } }, true, "condition"],
    ["in the request too `disabled` wins, also of a group", { attributes: { country: "de" } }, false, "group"],
    [
      "whatever ids are known",
      { context: { organization: "o" }, attributes: { app_version: "2.0.0" } },
      true,
      "condition",
    ],
  ])("%s", (_, asked, value, rule) => expect(explain("it", asked)).toMatchObject({ value, rule }));
});

test("a condition holds only in its window, and `until` gives the end", () => {
  const { module, explain } = opened({
    "flags/it.yaml": flag("it", "enabled:\n  where: [{ where: { country: de }, from: 2027-01-10, until: 2027-01-20 }]"),
    "groups/late.yaml": `groups: late\n${about}scope: account\nmembers: [{ where: { country: at }, from: 2027-02-01 }]\n`,
    "flags/other.yaml": flag("other", "enabled: { groups: [late] }"),
    "flags/third.yaml": flag("third", "enabled: { where: [{ late: true }] }"),
  });
  expect(explain("it", { attributes: { country: "de" } })).toMatchObject({ value: true });
  const when = (name: string, day: string, country: string) => {
    const { value, until } = module
      .lookup({ account: "a" }, { at: new Date(day), attributes: { country } })
      .explain(name);
    return [value, until?.toISOString().slice(0, 10)];
  };
  expect(when("it", "2027-01-01", "de")).toEqual([false, "2027-01-10"]);
  expect(when("it", "2027-01-15", "de")).toEqual([true, "2027-01-21"]);
  expect(when("it", "2027-01-15", "at")).toEqual([false, undefined]);
  expect(when("it", "2027-01-21", "de")).toEqual([false, undefined]);
  for (const name of ["other", "third"]) expect(when(name, "2027-01-15", "at")).toEqual([false, "2027-02-01"]);
});

test("a condition may choose a variant, limit a rollout, and stand next to a share in a group", () => {
  const { bundle, module } = opened({
    "flags/layout.yaml": `flag: layout\n${about}scope: account\npermanent: For tests.\nvariants: [one, two, three]\ndefault: one\nassign: { two: { where: [{ country: de }] } }\nrollout: [{ among: [beta, { where: { country: at, total: { from: 1 } } }], weights: { one: 50, two: 50, three: 0 } }, { weights: { one: 0, two: 0, three: 100 } }]\n`,
    "groups/trial.yaml": `groups: trial\n${about}scope: account\ndefault: none\nmembers: { half: [{ percent: 50, where: { country: de } }], tenth: [{ percent: 10 }], none: [] }\n`,
  });
  const seen = new Map<string, Set<unknown>>();
  for (const country of ["de", "at", undefined])
    for (let number = 0; number < 200; number++) {
      const asked = { context: { account: `a${number}` }, attributes: { country, total: 5 } };
      const lookup = module.lookup(asked.context, { at, attributes: asked.attributes });
      expect(lookup.variant("layout")).toBe(flagAnswer(bundle, "layout", { ...asked, at }).value);
      expect(lookup.group("trial")).toBe(groupOf(bundle, "trial", { ...asked, at }));
      for (const [what, answer] of [
        ["layout", lookup.variant("layout")],
        ["trial", lookup.group("trial")],
      ] as const) {
        const key = `${what} ${country}`;
        seen.set(key, (seen.get(key) ?? new Set()).add(answer));
      }
    }
  const kinds = [...seen].map(([key, answers]) => [key, [...answers].map(String).sort().join(" ")]);
  expect(Object.fromEntries(kinds)).toEqual({
    "layout de": "two",
    "trial de": "half none tenth",
    "layout at": "one two",
    "trial at": "none tenth",
    "layout undefined": "three",
    "trial undefined": "none tenth",
  });
});

test("a flag whose required condition does not hold answers `unmet`, even if paused", () => {
  const { explain } = opened({
    "flags/it.yaml": flag(
      "it",
      "enabled: { account: [acme] }\nrequires: [{ where: { app_version: { from: 2.0.0 } } }]",
    ),
    "flags/off.yaml": `flag: off\n${about}scope: account\npermanent: For tests.\ndefault: true\nunmet: false\npaused: INC-1\nrequires: [{ where: { country: de } }]\n`,
    "flags/above.yaml": flag("above", "enabled: { account: [acme] }\nrequires: [it]"),
  });
  const context = { account: "acme" };
  expect(explain("it", { context, attributes: { app_version: "2.0.0" } })).toMatchObject({
    value: true,
    rule: "listed",
  });
  expect(explain("it", { context, attributes: { app_version: "1.0.0" } })).toMatchObject({
    value: false,
    rule: "requires",
  });
  expect(explain("it", { context })).toEqual({ value: false, rule: "requires", untold: ["app_version"] });
  expect(explain("above", { context })).toEqual({ value: false, rule: "requires", untold: ["app_version"] });
  expect(explain("off", { attributes: { country: "de" } })).toMatchObject({ value: true, rule: "paused" });
  expect(explain("off", {})).toMatchObject({ value: false, rule: "paused", untold: ["country"] });
});

test("a global flag may have conditions on the request", () => {
  const { explain } = opened({
    "flags/everywhere.yaml": `flag: everywhere\n${about}permanent: For tests.\ndefault: false\nenabled: { groups: [visitors/bots], where: [{ country: de }] }\n`,
  });
  expect(explain("everywhere", { context: {}, attributes: { country: "de", email: "a" } })).toMatchObject({
    value: true,
  });
  expect(explain("everywhere", { context: {} })).toMatchObject({ value: true, rule: "group", untold: ["email"] });
  expect(explain("everywhere", { attributes: { email: "a" } })).toMatchObject({ value: false, untold: ["country"] });
});

test("an environment may have its own conditions, or none", () => {
  const { explain } = opened({
    "flags/it.yaml": flag("it", "enabled: { where: [{ country: de }] }\nenvironments: { staging: { enabled: null } }"),
    "flags/other.yaml": flag("other", "environments: { staging: { enabled: { where: [{ total: 5 }] } } }"),
    "groups/late.yaml": `groups: late\n${about}scope: account\nmembers: [{ where: { country: at } }]\nenvironments: { staging: { members: [] } }\n`,
    "flags/third.yaml": flag("third", "enabled: { groups: [late] }"),
  });
  for (const environment of ["production", "staging"]) {
    const isFirst = environment === "production";
    expect(explain("it", { environment, attributes: { country: "de" } }).value).toBe(isFirst);
    expect(explain("other", { environment, attributes: { total: 5 } }).value).toBe(!isFirst);
    expect(explain("third", { environment, attributes: { country: "at" } }).value).toBe(isFirst);
  }
});

test("attributes passed once apply unless a lookup overrides them; unknown names are ignored", () => {
  const { module } = opened({ "flags/it.yaml": flag("it", "enabled: { where: [{ country: de, total: 1 }] }") });
  const lookup = module.lookupIn("production", { attributes: { country: "de", total: 2, other: {} } });
  const ask = (attributes?: Readonly<Record<string, unknown>>) =>
    lookup({ account: "a" }, { attributes }).isEnabled("it");
  expect(ask()).toBe(false);
  expect(ask({ total: 1 })).toBe(true);
  expect(ask({ total: 1, country: undefined })).toBe(true);
  expect(ask({ total: 1, country: null })).toBe(false);
  expect(module.lookup({ account: "a" }, { attributes: { nobody: 1 } }).isEnabled("it")).toBe(false);
  expect(() => module.lookup({ account: "a" }, { attributes: "x" as never })).toThrow(TypeError);
});

test("a release may go by groups with conditions", () => {
  const { explain } = opened({
    "groups/wave.yaml": `groups: wave\n${about}scope: account\ndefault: late\nmembers: { early: [acme, { where: { is_trial: true } }] }\n`,
    "flags/app.yaml": `release: app\n${about}by: wave\nstages: [{ group: early, version: b }, { group: late, version: a }]\n`,
  });
  expect(explain("app", { attributes: { is_trial: true } })).toMatchObject({ value: "b", rule: "group" });
  expect(explain("app", { attributes: { is_trial: false } })).toMatchObject({ value: "a", rule: "group" });
  expect(explain("app", {})).toMatchObject({ value: "a", untold: ["is_trial"] });
});

test("an attribute is read once per lookup, and only if an answer needs it", () => {
  const { module } = opened({
    "flags/it.yaml": flag("it", "enabled: { account: [acme], where: [{ country: de }, { country: { not: at } }] }"),
    "flags/other.yaml": flag("other", "enabled: { where: [{ country: fr, total: 1 }] }"),
  });
  const read: string[] = [];
  const attributes = new Proxy({ country: "it", total: 1 } as Record<string, unknown>, {
    get: (target, name) => read.push(String(name)) && target[String(name)],
  });
  const listed = module.lookup({ account: "acme" }, { at, attributes });
  expect(listed.isEnabled("it")).toBe(true);
  expect(read).toEqual([]);
  const lookup = module.lookup({ account: "globex" }, { at, attributes });
  expect([lookup.isEnabled("it"), lookup.isEnabled("other"), lookup.isEnabled("it")]).toEqual([true, false, true]);
  expect(read).toEqual(["country"]);
});

test("many, long and repeated texts are each tested correctly", () => {
  const { module } = opened({
    "flags/it.yaml": flag("it", 'enabled: { where: [{ app_version: { from: 1.500.0 } }, { email: { match: "*7" } }] }'),
  });
  for (let round = 0; round < 2; round++)
    for (let number = 0; number < 1200; number++) {
      const text = number % 2 === 0 ? `${number}` : `${"x".repeat(100)}${number}`;
      const attributes = { app_version: `1.${number}.0`, email: text };
      const expected = number >= 500 || text.endsWith("7");
      expect(module.lookup({ account: "a" }, { at, attributes }).isEnabled("it"), text).toBe(expected);
    }
});

test("interleaved lookups each answer by their own attributes", () => {
  const { module } = opened({
    "flags/it.yaml": flag("it", "enabled: { where: [{ country: de }, { ring: vip }] }"),
    "flags/other.yaml": flag("other", "enabled: { where: [{ country: { not: de } }, { labels: { has: a } }] }"),
  });
  const told = [{ country: "de" }, { country: "at", labels: ["a"] }, { labels: ["a"] }, {}, { country: "at" }];
  const lookups = told.map((attributes) => module.lookup({ account: "globex" }, { at, attributes }));
  const answers = (name: string) => lookups.map((lookup) => lookup.isEnabled(name));
  for (let round = 0; round < 2; round++) {
    expect(answers("it")).toEqual([true, false, false, false, false]);
    expect(lookups.map((lookup) => lookup.group("ring"))).toEqual(["vip", "regular", "regular", "regular", "regular"]);
    expect(answers("other")).toEqual([false, true, true, false, true]);
    expect(lookups.map((lookup) => lookup.explain("other").untold)).toEqual([
      ["labels"],
      undefined,
      ["country"],
      ["country", "labels"],
      undefined,
    ]);
  }
});

test("whoever meets the conditions of several groups is in the first one, in whatever order a bundle has them", () => {
  const where = { city: ["berlin"] };
  const { lookup } = open(
    sealed({
      attributes: { city: { description: "For a test.", owner: "team", type: "text" } },
      groups: {
        ring: groupSet({
          members: { first: [], second: [] },
          conditions: ["second", "first"].map((group) => ({ group, where })),
        }),
      },
    }),
  );
  expect(lookup({ account: "acme" }, { attributes: { city: "berlin" } }).group("ring")).toBe("first");
});
