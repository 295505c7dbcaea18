import { expect, test } from "vitest";
import type { Change } from "../../scripts/gate/policies/change.ts";
import { notRetired } from "../../scripts/gate/policies/not-retired.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

test("each of many retired names is looked at a few times, whatever their number", () => {
  const count = 200;
  const names = Array.from({ length: count }, (_, index) => `old_${index}`).sort();
  const [model] = modelsOf(
    treeOf({
      "package.json": packageJson({ scopes: { account: {} } }),
      "flags/retired.yaml": `retired:\n${names
        .map((name) => `  ${name}: { kind: flag, date: 2026-01-01, outcome: shipped, answer: true }\n`)
        .join("")}`,
    }),
  );
  let looks = 0;
  const retired = model.retired.map((record) => ({
    ...record,
    get name() {
      looks++;
      return record.name;
    },
  }));
  const change = { before: model, after: { ...model, retired } } as Partial<Change> as Change;
  expect([...notRetired(change)]).toEqual([]);
  expect(model.retired.length).toBe(count);
  expect(looks).toBeLessThan(5 * count);
});
