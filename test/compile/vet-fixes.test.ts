import { describe, expect, test } from "vitest";
import { compileTree, packageJson, treeOf } from "../support/trees.ts";

const head = "description: Customers see the new page.\nowner: growth\nscope: account\npermanent: For a test.\n";

/** The codes of the findings in a flag, each with the title of its fix. */
function fixesIn(settings: string): readonly string[] {
  const tree = treeOf({
    "package.json": packageJson({ scopes: { account: { ignoreCase: true } } }),
    "flags/page.yaml": `flag: page\n${head}${settings}`,
  });
  return compileTree(tree).diagnostics.map(({ code, fix }) => `${code} ${fix?.title ?? "-"}`);
}

describe("a fix that introduces an error is not offered", () => {
  test.each([
    ["a duplicate key", "default: false\nenabled:\n  account: [acme]\n  acount: [initech]\n"],
    ["another duplicate key", "default: false\ndefualt: true\n"],
    ["a customer who is in the list already", 'default: false\nenabled:\n  account: ["1e3", 1e3]\n'],
    [
      "a customer under another value",
      'default: false\nenabled: { account: ["0x1F"] }\ndisabled: { account: [0x1F] }\n',
    ],
    ["a date in quotes instead of a number", "default: false\nrollout: .inf\n"],
  ])("%s", (_, settings) => {
    const found = fixesIn(settings);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => !each.endsWith(" -"))).toEqual([]);
  });

  test("no fix is offered after a place that cannot be read", () => {
    const broken = "default: false\nnote: >-\n  The page\n- begins: here\nreason: new: page\n";
    expect(fixesIn(broken).filter((each) => !each.endsWith(" -"))).toEqual([]);
  });
});

test("quotes that do not help are not the advice either", () => {
  const tree = treeOf({
    "package.json": packageJson({ scopes: { account: { pattern: "^[a-z][a-z0-9-]+$" } } }),
    "flags/page.yaml": `flag: page\n${head}default: false\nenabled:\n  account: [~, 1.0, 1e3, true]\n`,
  });
  const notEnough = (id: string): string =>
    `quoting it is not enough: \`${id}\` does not look like an id of \`account\``;
  expect(compileTree(tree).diagnostics.map(({ code, hint }) => `${code}: ${hint}`)).toEqual([
    `schema/unquoted: ${notEnough("~")}`,
    `schema/unquoted: ${notEnough("1.0")}`,
    `schema/unquoted: ${notEnough("1e3")}`,
    "schema/unquoted: quote it",
  ]);
});

test("other fixes are offered, and hidden errors do not stop them", () => {
  const settings = 'default: false\nenabled:\n  account: ["1e3", 1e3, 2e3]\n';
  expect(fixesIn(settings)).toEqual(["schema/unquoted -", "schema/unquoted quote it"]);
  expect(fixesIn("defualt: maybe\n")).toContain("schema/unknown-key write `default`");
});
