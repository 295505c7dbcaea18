import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { findFiles } from "../../scripts/host/find-files.ts";
import { withInstance } from "../support/instance-folder.ts";

/** The files that these words find in a folder with these files. */
function find(words: readonly string[], files: readonly string[], prepare?: (root: string) => void) {
  return withInstance(async (root) => {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), "");
    }
    prepare?.(root);
    const found = await findFiles(root, words);
    return found.map((each) => ("path" in each ? each.path : `${each.word}: ${each.problem}`));
  });
}

it("takes words without pattern characters as paths, whether they exist or not", async () => {
  expect(await find(["b.yaml", "missing.yaml", "a.yaml"], ["a.yaml", "b.yaml"])).toEqual([
    "b.yaml",
    "missing.yaml",
    "a.yaml",
  ]);
});

it("finds the files of each pattern in turn, sorted by code unit", async () => {
  const files = ["é.yaml", "z.yaml", "B.yaml", "deep/a.yaml", "c.json"];
  expect(await find(["c.json", "**/*.yaml"], files)).toEqual(["c.json", "B.yaml", "deep/a.yaml", "z.yaml", "é.yaml"]);
});

it("skips packages, hidden folders and linked folders, but finds a link to a file", async () => {
  const files = ["a.yaml", "node_modules/b/b.yaml", "deep/node_modules/c.yaml", ".git/d.yaml", "deep/e.yaml"];
  const found = find(["**/*.yaml"], files, (root) => {
    symlinkSync("..", join(root, "deep/around"));
    symlinkSync("../a.yaml", join(root, "deep/link.yaml"));
    symlinkSync("nowhere", join(root, "deep/gone.yaml"));
    mkdirSync(join(root, "folder.yaml"));
  });
  expect(await found).toEqual(["a.yaml", "deep/e.yaml", "deep/link.yaml"]);
});

it("excludes what a pattern after `!` matches, in any position", async () => {
  expect(await find(["!**/b.yaml", "*.yaml", "deep/*"], ["a.yaml", "b.yaml", "deep/b.yaml", "deep/c.yaml"])).toEqual([
    "a.yaml",
    "deep/c.yaml",
  ]);
});

it("takes an existing path as a path, even if it has pattern characters", async () => {
  const files = ["[id].yaml", "i.yaml", "!x.yaml", "*.yaml"];
  expect(await find(["[id].yaml", "!x.yaml", "*.yaml"], files)).toEqual(files.filter((file) => file !== "i.yaml"));
});

it("reports a pattern that matches no file", async () => {
  expect(await find(["*.toml", "{a,b}.yaml"], ["a.yaml"])).toEqual(["*.toml: no file matches", "a.yaml"]);
});
