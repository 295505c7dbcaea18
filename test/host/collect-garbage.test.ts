import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { collectGarbage } from "../../scripts/host/collect-garbage.ts";

test("what nothing refers to is released at once if it is much, and nobody else gets the function for it", async () => {
  const much = new WeakRef(Array.from({ length: 2 ** 23 }, (_, n) => n / 2));
  // what was just made is kept until the end of this turn
  await setImmediate();
  collectGarbage();
  await setImmediate();
  expect(much.deref()).toBe(undefined);
  expect("gc" in globalThis).toBe(false);
});
