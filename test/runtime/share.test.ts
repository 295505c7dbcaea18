import { expect, test, vi } from "vitest";
import { share } from "../../scripts/runtime/api/share.ts";
import { open } from "../../scripts/runtime/index.ts";
import { sealed } from "../support/sample-bundle.ts";

test("a build has one module in a program, and another build has another", () => {
  const make = vi.fn(() => open(sealed({})));
  const first = share("one build", make);
  expect(share("one build", make)).toBe(first);
  expect(make).toHaveBeenCalledTimes(1);
  expect(share("another build", make)).not.toBe(first);
});
