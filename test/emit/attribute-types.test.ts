import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assets, emit, writeOutputs } from "../support/built.ts";
import { outputOf } from "../support/judge-types.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

const about = "description: What callers tell of who asks.\nowner: growth\n";
const attributes = {
  country: "text",
  total: "number",
  app_version: "version",
  born: "date",
  is_trial: "boolean",
  labels: "list",
  platform: "[ios, android]",
};

const tree = treeOf({
  "package.json": packageJson({ scopes: { account: {} } }),
  ...Object.fromEntries(
    Object.entries(attributes).map(([name, type]) => [
      `groups/${name}.yaml`,
      `attribute: ${name}\n${about}type: ${type}\n`,
    ]),
  ),
  "groups/visitors.yaml": `groups: visitors\n${about}members: { bots: [{ where: { is_trial: true } }] }\n`,
  "flags/it.yaml": `flag: it\n${about}scope: account\npermanent: For tests.\ndefault: false\nenabled: { where: [{ country: de }] }\n`,
});

const right = `import { describe, lookup, lookupIn } from "./flags.js";
const all = { country: "de", total: 1, app_version: "7.1", born: new Date(), is_trial: true, labels: ["a"] as readonly string[], platform: "ios" } as const;
export const on: boolean = lookup({ account: "a" }, { attributes: all }).isEnabled("it");
lookup({}, { attributes: { born: "2027-01-01", country: undefined } }).isIn("visitors/bots");
export const visitors: "bots" | undefined = lookup({}).group("visitors");
lookupIn("production", { attributes: { platform: "android" } })({ account: "a" }).isEnabled("it");
export const untold: readonly string[] | undefined = lookup({ account: "a" }).explain("it").untold;
const isCondition: boolean = lookup({ account: "a" }).explain("it").rule === "condition";
export const type = describe().attributes["total"]?.type === "number" && isCondition;
`;

const wrong = [
  `{ country: null }`,
  `{ country: 5 }`,
  `{ contry: "de" }`,
  `{ total: "1" }`,
  `{ app_version: 7 }`,
  `{ born: 0 }`,
  `{ is_trial: "true" }`,
  `{ labels: "a" }`,
  `{ labels: [1] }`,
  `{ platform: "windows" }`,
  `{ visitors: "bots" }`,
].map((attributes) => `lookup({ account: "a" }, { attributes: ${attributes} });`);

test("attributes in lookups are typed: no null, no other type, no other name", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-types-"));
  try {
    writeOutputs(folder, emit(modelsOf(tree), assets()));
    writeFileSync(join(folder, "right.ts"), right);
    writeFileSync(join(folder, "wrong.ts"), `import { lookup } from "./flags.js";\n${wrong.join("\n")}\n`);
    const text = outputOf("typescript", folder, ["right.ts", "wrong.ts"]);
    const found = [...text.matchAll(/^([^(\n]+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`);
    expect([...new Set(found)], text).toEqual(wrong.map((_, index) => `wrong.ts:${index + 2}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
