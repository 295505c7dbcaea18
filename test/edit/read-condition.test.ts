import { expect, test } from "vitest";
import { readModels } from "../../scripts/compile/compile.ts";
import { conditionKey } from "../../scripts/edit/conditions/condition-key.ts";
import { readCondition } from "../../scripts/edit/conditions/read-condition.ts";
import { packageJson, treeOf } from "../support/trees.ts";
import { usualDay } from "../support/usual-dates.ts";

const types = {
  country: "text\nignoreCase: true",
  platform: "[ios, android]",
  total: "number",
  app_version: "version",
  born: "date",
  staff: "boolean",
  channels: "list",
};
const attributes = Object.entries(types).map(([name, type]) => [
  `groups/${name}.yaml`,
  `attribute: ${name}\ndescription: It is needed for a test.\nowner: growth\ntype: ${type}\n`,
]);
const ring = "groups: ring\ndescription: It is needed for a test.\nowner: growth\nmembers: { canary: [], vip: [] }\n";
const tree = treeOf({
  "package.json": packageJson({ scopes: { account: {} } }),
  "groups/ring.yaml": ring,
  ...Object.fromEntries(attributes),
});
const { models } = readModels(tree, usualDay);
const model = models?.[0];
if (model === undefined) throw new Error("the tree of this test cannot be read");

test.each<readonly [texts: readonly string[], written: string]>([
  [["country=de"], "{ country: de }"],
  [["country = de, at "], "{ country: [de, at] }"],
  [["country: [de, at]"], "{ country: [de, at] }"],
  [['country="de, at"'], '{ country: "de, at" }'],
  [["country=yes"], "{ country: yes }"],
  [["country=[de, '']"], '{ country: [de, ""] }'],
  [["{ country: '' }"], '{ country: "" }'],
  [["country=1.0"], '{ country: "1.0" }'],
  [["country=@x&y"], '{ country: "@x&y" }'],
  [["ring=canary,vip", "platform=ios"], "{ ring: [canary, vip], platform: ios }"],
  [["total=12.5,100"], "{ total: [12.5, 100] }"],
  [["total={ above: 0.5, up_to: 1000 }"], "{ total: { above: 0.5, up_to: 1000 } }"],
  [["total=[{ below: 1000 }, { untold: true }]"], "{ total: [{ below: 1000 }, { untold: true }] }"],
  [["app_version=7.190"], '{ app_version: "7.190" }'],
  [["app_version={ from: 7.190, below: 8 }"], '{ app_version: { from: "7.190", below: 8 } }'],
  [["born=2001-01-31"], "{ born: 2001-01-31 }"],
  [["born={ from: 2001-01-01, until: 2001-12-31 }"], "{ born: { from: 2001-01-01, until: 2001-12-31 } }"],
  [["staff=true"], "{ staff: true }"],
  [["channels={ has: [beta, 10] }"], "{ channels: { has: [beta, 10] } }"],
  [['country={ match: "*stan" }'], '{ country: { match: "*stan" } }'],
  [["country={ not: [de, { match: a* }] }"], "{ country: { not: [de, { match: a* }] } }"],
  [
    ["{ country: de, total: { not: { below: 5 } } }", "staff=false"],
    "{ country: de, total: { not: { below: 5 } }, staff: false }",
  ],
])("reads %j as the condition %s", (texts, written) => {
  expect(readCondition(model, texts)).toMatchObject({ text: written });
});

test.each<readonly [one: object, other: object]>([
  [{ country: "DE" }, { country: ["de"] }],
  [{ country: ["de", "at", "de"] }, { country: ["AT", "DE"] }],
  [{ app_version: { from: "7.190", below: "8" } }, { app_version: { below: "8.0.0", from: "7.190.0" } }],
  [{ channels: { has: ["a", "b"] } }, { channels: [{ has: "b" }, { has: "a" }] }],
  [
    { total: "10", country: { not: "de" } },
    { country: { not: ["de"] }, total: 10 },
  ],
])("%j and %j are the same condition", (one, other) => {
  expect(conditionKey(model, one)).toBe(conditionKey(model, other));
});

test.each<readonly [one: object, other: object]>([
  [{ country: "de" }, { country: { not: "de" } }],
  [{ country: "de" }, { country: ["de", "at"] }],
  [{ country: "de" }, { country: "de", total: 1 }],
  [{ channels: { has: "a" } }, { channels: { not: { has: "a" } } }],
  [{ total: { from: 1 } }, { total: { above: 1 } }],
  [{ app_version: "7.1" }, { app_version: "7.10" }],
  [{ country: ["a", "b"] }, { country: ['a","b'] }],
])("%j and %j are different conditions", (one, other) => {
  expect(conditionKey(model, one)).not.toBe(conditionKey(model, other));
});
