import { describe, expect, it } from "vitest";
import { compileTree, moduleOf, packageJson, treeOf } from "../support/trees.ts";

const about = "description: What a flag needs of another one.\nowner: growth\npermanent: It is for tests.\n";
const scopes = { organization: {}, account: { within: "organization" }, user: { within: "account" }, device: {} };

function treeWith(own: string, files: Readonly<Record<string, string>> = {}) {
  return treeOf({
    "package.json": packageJson({ scopes }),
    "flags/base.yaml": `flag: base\n${about}scope: organization\ndefault: false\nenabled: { organization: [acme] }\n`,
    "flags/own.yaml": `flag: own\n${about}scope: ${own}\ndefault: true\nrequires: [base]\n`,
    ...files,
  });
}

describe("a flag that requires one of a broader scope does not repeat that scope", () => {
  it.each(["user", "account", "organization", "[account, user]"])("as a flag of %s", (own) => {
    expect(compileTree(treeWith(own)).diagnostics).toEqual([]);
  });

  it("and is answered for the organization that a lookup names, or that the customer belongs to", () => {
    const { lookup } = moduleOf(
      treeWith("user", {
        "groups/people.yaml": `identities: people\n${about.split("permanent")[0]}scope: organization\nchildren: { user: { acme: [u_1], globex: [u_2] } }\n`,
      }),
    );
    const answer = (context: Readonly<Record<string, string>>) => {
      const { value, rule } = lookup(context).explain("own");
      return [value, rule];
    };
    expect(answer({ user: "u_9", organization: "acme" })).toEqual([true, "default"]);
    expect(answer({ user: "u_9", organization: "globex" })).toEqual([false, "requires"]);
    expect(answer({ user: "u_9" })).toEqual([false, "requires"]);
    expect(answer({ user: "u_1" })).toEqual([true, "default"]);
    expect(answer({ user: "u_2" })).toEqual([false, "requires"]);
  });

  it("but a flag of an unrelated scope cannot require it", () => {
    const { diagnostics } = compileTree(treeWith("device"));
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["model/bad-requirement", "`own` requires `base`, which is decided by other scopes"],
    ]);
  });
});
