import { expect, test } from "vitest";
import { setSettings } from "../../scripts/effect/decision-facts.ts";
import { modelsOf, packageJson, treeOf } from "../support/trees.ts";

test("what is compared of sets within sets grows by as much with each", () => {
  const set = (index: number): object => ({
    groups: `s${index}`,
    description: "Who belongs to which group, and when.",
    owner: "growth",
    scope: "account",
    members: { on: [`c${index}`, ...(index === 0 ? [] : [{ where: { [`s${index - 1}`]: "on" } }])], off: [] },
  });
  const sets = Array.from({ length: 12 }, (_, index) => [`groups/s${index}.yaml`, JSON.stringify(set(index))]);
  const texts = { "package.json": packageJson({ scopes: { account: {} } }), ...Object.fromEntries(sets) };
  const [model] = modelsOf(treeOf(texts));
  const lengths = [1, 4, 7, 10].map((index) => setSettings(model.sets.get(`s${index}`), model).length);
  const [first = 0, second = 0, third = 0, fourth = 0] = lengths;
  expect(fourth - third).toBeLessThan(2 * (second - first));
});
