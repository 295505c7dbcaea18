import { expect, test } from "vitest";
import { compileTree, packageJson, treeOf } from "../support/trees.ts";

const scopes = { organization: {}, account: { within: "organization" }, brand: { within: "account" }, user: {} };
const about = "description: It is there for a test.\nowner: me";
const flag = `flag: search\n${about}\npermanent: It is for a test.`;
const identities = (scope: string, child: string) =>
  `identities: people\n${about}\nscope: ${scope}\nchildren: { ${child}: { acme: [shop] } }\n`;

/** The codes and hints of the findings in documents, which are given by path. */
function advice(documents: Readonly<Record<string, string>>): readonly (readonly [string, string | undefined])[] {
  const tree = treeOf({ "package.json": packageJson({ scopes }), ...documents });
  return compileTree(tree).diagnostics.map(({ code, hint }) => [code, hint]);
}

test.each<readonly [scope: string, child: string, hint: string]>([
  ["account", "account", "children have a narrower scope than their parents"],
  ["account", "organization", "children have a narrower scope than their parents"],
  ["brand", "organization", "children have a narrower scope than their parents"],
  ["account", "user", 'give `user` `"within": "account"` in the config, or choose another scope'],
])("says what to do about children of %s in %s", (scope, child, hint) => {
  expect(advice({ "groups/people.yaml": identities(scope, child) })).toEqual([["model/wrong-scope", hint]]);
});

test.each([
  [
    "a flag of one scope",
    `${flag}\nscope: account\ndefault: false\nenabled: { user: [u] }\n`,
    "move it to `account`, or add `user` to its `scope`",
  ],
  [
    "a flag of two scopes",
    `${flag}\nscope: [organization, account]\ndefault: false\nenabled: { user: [u] }\n`,
    "move it to `organization` or `account`, or add `user` to its `scope`",
  ],
  ["a global flag", `${flag}\ndefault: false\nenabled: { user: [u] }\n`, "add `user` to its `scope`"],
])("says what to do about customers of another scope in %s", (_, text, hint) => {
  expect(advice({ "flags/search.yaml": text })).toEqual([["model/wrong-scope", hint]]);
});

test("takes the names of JavaScript's own properties for what they are", () => {
  const own = (name: string) => ({
    "flags/search.yaml": `${flag}\ndefault: ${name}\nenabled: { where: [{ country: { ${name}: 1 } }] }\n`,
    "groups/country.yaml": `attribute: country\n${about}\ntype: number\n`,
  });
  for (const name of ["constructor", "__proto__", "toString"])
    expect(advice(own(name))).toEqual(advice(own("elsewhere")));
});
