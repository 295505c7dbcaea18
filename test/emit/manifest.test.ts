import { expect, test } from "vitest";
import { emitManifest } from "../../scripts/emit/manifest.ts";
import { caseStyles } from "../../scripts/model/case-styles.ts";
import { compileTree, modelsOf, packageJson, treeOf } from "../support/trees.ts";

const about = { description: "Customers see the new page.", owner: "growth" };

function treeWith(documents: Readonly<Record<string, object>>, outputs: readonly string[]) {
  const texts = Object.entries(documents).map(([path, data]) => [path, `${JSON.stringify({ ...data, ...about })}\n`]);
  return treeOf({
    "package.json": packageJson({ scopes: { account: {} }, namePattern: "^[A-Za-z0-9_]+$", outputs }),
    ...Object.fromEntries(texts),
  });
}

function flag(name: string, data: object = {}) {
  return { flag: name, permanent: "It is for tests.", scope: "account", default: false, ...data };
}

test("has what clients need, by type", () => {
  const values = (variants: object) => ({ variants, default: "b" });
  const [model] = modelsOf(
    treeWith(
      {
        "flags/bool.yaml": flag("bool"),
        "flags/names.yaml": flag("names", { variants: ["a", "b"], default: "b" }),
        "flags/whole.yaml": flag("whole", values({ a: 1, b: 2 })),
        "flags/part.yaml": flag("part", values({ a: 1.5, b: 2 })),
        "flags/huge.yaml": flag("huge", values({ a: 1, b: 1e21 })),
        "flags/object.yaml": flag("object", values({ a: {}, b: { c: [1] } })),
        "flags/list.yaml": flag("list", values({ a: [], b: [1] })),
        "flags/nullable.yaml": flag("nullable", values({ a: null, b: 1 })),
        "flags/export.yaml": { privilege: "export", scope: "account" },
        "groups/ring.yaml": { groups: "ring", scope: "account", default: "regular", members: { regular: [] } },
        "flags/widget.yaml": { release: "widget", by: "ring", stages: [{ group: "regular", version: "v1" }] },
      },
      [],
    ),
  );
  const { outputs, notes } = emitManifest(model);
  const [{ path, text }] = outputs as unknown as [{ path: string; text: string }];
  const { description } = about;
  expect(path).toBe("flags.manifest.json");
  expect(JSON.parse(text)).toEqual({
    flags: {
      bool: { flagType: "boolean", defaultValue: false, description },
      export: { flagType: "boolean", defaultValue: false, description },
      huge: { flagType: "float", defaultValue: 1e21, description },
      names: { flagType: "string", defaultValue: "b", description },
      object: { flagType: "object", defaultValue: { c: [1] }, description },
      part: { flagType: "float", defaultValue: 2, description },
      whole: { flagType: "integer", defaultValue: 2, description },
      widget: { flagType: "string", defaultValue: "v1", description },
    },
  });
  expect(notes).toEqual(
    ["list", "nullable"].map(
      (name) => `OpenFeature has no type for the values of \`${name}\`: it is not in flags.manifest.json`,
    ),
  );
});

test("keeps a description a comment in every language", () => {
  const hostile = 'Starts here.\nimport os; """ */ \\N\u2028alert(1)\u0085end';
  const [model] = modelsOf(treeWith({ "flags/x.yaml": flag("x") }, []));
  const [own] = model.flags.values();
  const flags = new Map([["x", { ...own, description: hostile }]]) as typeof model.flags;
  const [{ text }] = emitManifest({ ...model, flags }).outputs as unknown as [{ text: string }];
  expect(JSON.parse(text).flags.x.description).toBe("Starts here. import os; ''' * / /N alert(1) end");
});

test.each([
  ["step2", "step_2", true],
  ["two_page", "twoPage", true],
  ["HTTPServer", "http_server", true],
  ["aB", "AB", true],
  ["ab_c", "abc", false],
  ["ab_c", "a_bc", false],
  ["step_1", "step_2", false],
])("%s and %s collide in another case style: %s", (one, other, isOne) => {
  const [left, right] = [caseStyles(one), caseStyles(other)];
  expect(left.pascal === right.pascal || left.snake === right.snake).toBe(isOne);
  const documents = { [`flags/${one}.yaml`]: flag(one), [`flags/${other}.yaml`]: flag(other) };
  const codesWith = (outputs: readonly string[]) =>
    compileTree(treeWith(documents, outputs)).diagnostics.flatMap(({ code, related }) =>
      code === "model/colliding-name" ? related.map(({ span }) => span.source.path) : [],
    );
  expect(codesWith([])).toEqual([]);
  expect(codesWith(["manifest"]).length).toBe(isOne ? 1 : 0);
});
