import fc from "fast-check";
import { expect, it } from "vitest";
import { positionOf } from "../../scripts/model/text/source.ts";

it("finds lines and columns of offsets in any order", () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "\n\n\n"), maxLength: 8 }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(lines, fc.array(fc.nat(70), { maxLength: 20 }), (parts, offsets) => {
      const source = { path: "a.yaml", text: parts.join("") };
      for (const offset of offsets) {
        const before = source.text.slice(0, offset).split("\n");
        expect(positionOf(source, offset)).toEqual({ line: before.length, column: (before.at(-1) ?? "").length + 1 });
      }
    }),
  );
});
