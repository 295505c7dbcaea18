import { expect, test } from "vitest";
import { vetFixes } from "../../scripts/compile/vet-fixes.ts";
import { type Diagnostic, diagnostic } from "../../scripts/model/diagnostic.ts";
import { treeOf } from "../support/trees.ts";

test("a tree is judged a few hundred times, however many fixes would not mend it", () => {
  const count = 2000;
  const tree = treeOf({ "package.json": "{}", "flags/a.yaml": "x".repeat(count) });
  const [source] = tree.files;
  if (source === undefined) throw new Error("the tree has a file");
  const findings = Array.from({ length: count }, (_, index): Diagnostic => {
    const span = { source, start: index, end: index + 1 };
    const fix = { title: "write `y`", edits: [{ span, text: "y" }] };
    return diagnostic("model/unknown-group", span, "it does not exist", { fix });
  });
  let judged = 0;
  const vetted = vetFixes(tree, findings, () => {
    judged++;
    return findings;
  });
  expect(vetted.length).toBe(count);
  expect(vetted.filter(({ fix }) => fix !== undefined)).toEqual([]);
  expect(judged).toBeLessThan(300);
});
