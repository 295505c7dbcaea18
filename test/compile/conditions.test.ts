import { expect, it } from "vitest";
import { explainName } from "../../scripts/compile/answers/explain-answer.ts";
import type { Test } from "../../scripts/model/condition.ts";
import { positionOf } from "../../scripts/model/text/source.ts";
import { open } from "../../scripts/runtime/index.ts";
import { bundleOf, compileTree, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const config = packageJson({ scopes: { organization: {}, account: { within: "organization" }, device: {} } });
const about = "description: What callers tell of who asks.\nowner: growth\n";

function attribute(name: string, rest: string): readonly [string, string] {
  return [`groups/${name}.yaml`, `attribute: ${name}\n${about}${rest}\n`];
}

const attributes = Object.fromEntries([
  attribute("country", "type: text\nignoreCase: true"),
  attribute("total", "type: number"),
  attribute("app_version", "scope: device\ntype: version"),
  attribute("born", "type: date"),
  attribute("is_trial", "type: boolean"),
  attribute("labels", "type: list"),
  attribute("platform", "type: [ios, android]"),
  ["groups/ring.yaml", `groups: ring\n${about}scope: account\ndefault: regular\nmembers: { canary: [acme] }\n`],
  ["groups/beta.yaml", `groups: beta\n${about}scope: account\nmembers: [acme]\n`],
  ["groups/tags.yaml", `groups: tags\n${about}scope: account\nexclusive: false\nmembers: { big: [], old: [] }\n`],
]);

/** A tree with one flag that has a condition. */
function compiled(where: string, extra: Readonly<Record<string, string>> = {}) {
  const flag = `flag: it\n${about}scope: [account, device]\npermanent: It is for tests.\ndefault: false\nenabled:\n  where:\n    - ${where}\n`;
  return compileTree(treeOf({ "package.json": config, ...attributes, "flags/it.yaml": flag, ...extra }));
}

function testsOf(where: string): Readonly<Record<string, readonly Test[]>> {
  const { models } = compiled(where);
  const [setting] = models?.[0].flags.get("it")?.conditional ?? [];
  expect(setting?.condition.misfits).toEqual([]);
  return Object.fromEntries(setting?.condition.tests ?? []);
}

it.each<readonly [where: string, tests: Readonly<Record<string, readonly Test[]>>]>([
  ["{ country: de }", { country: ["de"] }],
  ["{ country: [DE, At] }", { country: ["de", "at"] }],
  ["{ country: 10 }", { country: ["10"] }],
  ['{ country: { match: "*@ACME.com" } }', { country: [{ match: "*@acme.com" }] }],
  ["{ country: { not: [de, { match: a* }] } }", { country: [{ not: ["de", { match: "a*" }] }] }],
  ["{ country: { not: { untold: true } } }", { country: [{ not: [{ untold: true }] }] }],
  ["{ total: [1, -0.5, 1000] }", { total: [1, -0.5, 1000] }],
  ["{ total: [{ below: 1000 }, { untold: true }] }", { total: [{ below: 1000 }, { untold: true }] }],
  ["{ total: { above: 1, up_to: 2.5 } }", { total: [{ above: 1, up_to: 2.5 }] }],
  ["{ app_version: { from: 7.190.0, below: 8 } }", { app_version: [{ from: "7.190.0", below: "8" }] }],
  ['{ app_version: "7.190" }', { app_version: ["7.190"] }],
  ["{ born: 2027-01-01 }", { born: [{ from: "2027-01-01", until: "2027-01-01" }] }],
  ["{ born: { from: 2027-01-01, until: 2027-02-28 } }", { born: [{ from: "2027-01-01", until: "2027-02-28" }] }],
  ["{ is_trial: true }", { is_trial: [true] }],
  ["{ labels: { has: [a, b] } }", { labels: [{ has: "a" }, { has: "b" }] }],
  ["{ platform: [ios, { untold: true }] }", { platform: ["ios", { untold: true }] }],
  ["{ ring: canary, beta: false, tags: { has: big } }", { ring: ["canary"], beta: [false], tags: [{ has: "big" }] }],
  ["{ where: { country: de }, until: 2027-01-31, reason: A pilot }", { country: ["de"] }],
])("reads %s", (where, tests) => expect(testsOf(where)).toEqual(tests));

it.each<readonly [where: string, code: string, at: string]>([
  ["{ country: 1.10 }", "schema/unquoted", "1.10"],
  ["{ country: true }", "schema/unquoted", "true"],
  ["{ country: { from: a } }", "schema/wrong-type", "{ from: a }"],
  ["{ country: { has: a } }", "schema/wrong-type", "{ has: a }"],
  ['{ country: { match: "*" } }', "schema/wrong-value", '"*"'],
  ['{ country: { match: "a*b*" } }', "schema/wrong-value", '"a*b*"'],
  ["{ country: { not: { not: de } } }", "schema/wrong-value", "{ not: de }"],
  ["{ country: { match: a*, untold: true } }", "schema/conflicting-keys", "untold"],
  ["{ country: { frm: a } }", "schema/unknown-key", "frm"],
  ["{ country: {} }", "schema/wrong-value", "{}"],
  ["{ country: [] }", "schema/wrong-value", "[]"],
  ["{}", "schema/wrong-value", "{}"],
  ['{ total: "5" }', "schema/wrong-type", '"5"'],
  ["{ total: 1e3 }", "schema/wrong-type", "1e3"],
  ["{ total: 007 }", "schema/wrong-type", "007"],
  ["{ total: many }", "schema/wrong-type", "many"],
  ["{ total: .inf }", "schema/wrong-value", ".inf"],
  ["{ total: { from: 1, above: 2 } }", "schema/conflicting-keys", "above"],
  ["{ total: { from: 1, until: 2 } }", "schema/wrong-type", "until"],
  ["{ app_version: 7.190 }", "schema/unquoted", "7.190"],
  ["{ app_version: { from: v7 } }", "schema/wrong-value", "v7"],
  ["{ app_version: { match: 7* } }", "schema/wrong-type", "{ match: 7* }"],
  ["{ born: { from: 2027-02-30 } }", "schema/bad-date", "2027-02-30"],
  ["{ born: 2027-01-01T00:00:00Z }", "schema/bad-date", "2027-01-01T00:00:00Z"],
  ["{ born: { below: 2027-01-01 } }", "schema/wrong-type", "below"],
  ["{ is_trial: yes }", "schema/wrong-type", "yes"],
  ["{ labels: a }", "schema/wrong-type", "a"],
  ["{ platform: windows }", "schema/wrong-value", "windows"],
  ["{ platform: { match: i* } }", "schema/wrong-type", "{ match: i* }"],
  ["{ ring: canry }", "schema/wrong-value", "canry"],
  ["{ beta: acme }", "schema/wrong-type", "acme"],
  ["{ tags: big }", "schema/wrong-type", "big"],
  ["{ nobody: 1 }", "model/unknown-attribute", "nobody"],
  ["{ account: acme }", "model/unknown-attribute", "account"],
  ["{ where: { country: de }, until: soon }", "schema/bad-date", "soon"],
  ["{ where: { country: de }, untl: 2027-01-31 }", "schema/unknown-key", "untl"],
])("reports %s: %s", (where, code, at) => {
  const found = compiled(where).diagnostics.map(
    ({ code, span }) => `${code} ${span.source.text.slice(span.start, span.end)}`,
  );
  expect(found).toContain(`${code} ${at}`);
});

const faults: readonly (readonly [what: string, files: Readonly<Record<string, string>>, codes: readonly string[]])[] =
  [
    [
      "an attribute of another scope",
      {
        "flags/it.yaml": `flag: it\n${about}scope: account\npermanent: For tests.\ndefault: false\nenabled: { where: [{ app_version: { from: 1.0.0 } }] }\n`,
      },
      ["model/wrong-scope"],
    ],
    [
      "an attribute that bears the name of a scope, and one whose name is taken",
      Object.fromEntries([attribute("organization", "type: text"), attribute("created", "type: date")]),
      ["model/duplicate-name", "schema/bad-name"],
    ],
    [
      "sets that test each other",
      {
        "groups/one.yaml": `groups: one\n${about}scope: account\nmembers: [{ where: { other: true } }]\n`,
        "groups/other.yaml": `groups: other\n${about}scope: account\nmembers: [{ where: { one: true } }]\n`,
      },
      ["model/cycle"],
    ],
    [
      "the set of a release tests the request, through another set",
      {
        "groups/wave.yaml": `groups: wave\n${about}scope: account\ndefault: late\nmembers: { early: [{ where: { inner: true } }] }\n`,
        "groups/inner.yaml": `groups: inner\n${about}scope: account\nmembers: [{ where: { country: de } }]\n`,
        "flags/app.yaml": `release: app\n${about}by: wave\nstages: [{ group: early, version: a }, { group: late, version: b }]\n`,
      },
      ["model/wrong-scope"],
    ],
    [
      "a value twice in a closed list, and one with a hidden character",
      Object.fromEntries([attribute("plan_name", 'type: [free, "pro ", Free]\nignoreCase: true')]),
      ["model/duplicate-entry", "schema/bad-name"],
    ],
    [
      "an id next to a condition",
      { "groups/both.yaml": `groups: both\n${about}scope: account\nmembers: [{ id: acme, where: { country: de } }]\n` },
      ["schema/conflicting-keys"],
    ],
    [
      "what an example tells",
      {
        "flags/it.yaml": `flag: it\n${about}scope: account\npermanent: For tests.\ndefault: false\nexamples: [{ when: { account: a }, attributes: { total: x, nobody: 1, ring: canary, country: null }, expect: false }]\n`,
      },
      ["model/unknown-attribute", "model/unknown-attribute", "schema/wrong-type"],
    ],
  ];

it.each(faults)("reports %s", (_, files, codes) => {
  const { diagnostics } = compileTree(treeOf({ "package.json": config, ...attributes, ...files }));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code }) => code).sort()).toEqual(codes);
});

const asked = {
  "groups/early.yaml": `groups: early\n${about}scope: account\nmembers:\n  - acme\n  - where: { country: de }\n    until: 2027-01-31\n`,
  "flags/page.yaml": `flag: page
${about}scope: account
permanent: For tests.
default: false
enabled:
  groups: [early]
  where:
    - total: 1
    - country: at
disabled: { where: [{ country: fr }] }
rollout: [{ among: [{ where: { platform: ios } }], percent: 100 }, { percent: 0 }]
`,
  "flags/needy.yaml": `flag: needy\n${about}scope: account\npermanent: For tests.\ndefault: true\nrequires: [{ where: { is_trial: true } }]\n`,
};

const questions: readonly (readonly [
  string,
  Readonly<Record<string, unknown>>,
  readonly string[],
  (readonly string[])?,
])[] = [
  ["page", { country: "at" }, ["11:7 this condition gives `true`"], ["total"]],
  ["page", { country: "fr", total: 1 }, ["12:21 this condition gives `false`"]],
  ["page", { country: "de" }, ["8:12 group `early` gets it", "7:12 meets a condition of `early`"]],
  ["page", { platform: "ios", country: "it", total: 2 }, ["13:11 the id's share of the rollout"]],
  ["page", { country: "it" }, ["6:10 the default, since the id is outside the rollout"], ["platform", "total"]],
  ["needy", {}, ["7:21 it requires this condition"], ["is_trial"]],
  ["early", { country: "de" }, ["7:12 meets a condition of `early`"]],
];

it.each(questions.map((row) => [row[0], row[1], row] as const))(
  "explains `%s` with %j",
  (name, told, [, , said, untold]) => {
    const models = modelsOf(treeOf({ "package.json": config, ...attributes, ...asked }));
    const question = { context: { account: "globex" }, at: 0, attributes: told };
    const answer = explainName(models[0], open(bundleOf(models)), name, question);
    const places = (answer?.places ?? []).map(({ message, span }) => {
      const { line, column } = positionOf(span.source, span.start);
      return `${line}:${column} ${message}`;
    });
    expect(places).toEqual(said);
    expect(answer?.untold).toEqual(untold);
    if (name === "early") expect(answer?.until?.toISOString()).toBe("2027-02-01T00:00:00.000Z");
  },
);

it("an example passes attributes, and a failed one says which it did not pass", () => {
  const example = (rest: string, expected: boolean) =>
    `flag: it\n${about}scope: account\npermanent: For tests.\ndefault: false\nenabled: { where: [{ born_on: 2027-01-01, total: 1000 }] }\nexamples: [{ when: { account: a }, ${rest}expect: ${expected} }]\n`;
  const files = { ...attributes, "groups/born_on.yaml": `attribute: born_on\n${about}scope: account\ntype: date\n` };
  const found = (rest: string, expected: boolean) =>
    compileTree(treeOf({ "package.json": config, ...files, "flags/it.yaml": example(rest, expected) })).diagnostics;
  expect(found("attributes: { born_on: 2027-01-01, total: 1000 }, ", true)).toEqual([]);
  expect(found("attributes: { born_on: 2027-01-02, total: 1000 }, ", false)).toEqual([]);
  expect(found("attributes: { born_on: 2027-01-01 }, ", true)).toMatchObject([
    { code: "model/failed-example", hint: "decided by: default; untold: `total`; correct that, or the example" },
  ]);
});
