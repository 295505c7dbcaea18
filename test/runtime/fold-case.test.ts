import { describe, expect, it, test } from "vitest";
import { compareRevisions } from "../../scripts/effect/compare-revisions.ts";
import { openRevision } from "../../scripts/effect/open-revision.ts";
import { open, openPacked } from "../../scripts/runtime/index.ts";
import { foldCase, normalizeId } from "../../scripts/runtime/tables/normalize.ts";
import { expectSame } from "../support/expect-same.ts";
import { packWhole } from "../support/pack-whole.ts";
import { bundleOf, compileTree, modelsOf, packageJson, treeOf } from "../support/trees.ts";

/** Every character with a different lower-case or upper-case form. */
const cased = Array.from({ length: 0x1ffff }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => character.toLowerCase() !== character || character.toUpperCase() !== character);

test("characters fold together exactly as in Unicode's simple case folding, which regular expressions use", () => {
  expect(cased.length).toBeGreaterThan(2500);
  for (const character of cased) {
    const isSame = new RegExp(`^\\u{${character.codePointAt(0)?.toString(16)}}$`, "iu");
    for (const other of [character.toLowerCase(), character.toUpperCase(), foldCase(character)]) {
      const isFoldedAlike = foldCase(other) === foldCase(character);
      expectSame(isFoldedAlike, isSame.test(other), `${character} ${other}`);
    }
  }
});

test("folding does not depend on neighbours, and is idempotent", () => {
  for (const character of cased) {
    expectSame(foldCase(`A${character}B`), `a${foldCase(character)}b`);
    for (const id of [character, `Α${character}`, `${character}\u0301`, `A\u0301${character}`, `${character}\u0345`]) {
      const once = normalizeId(id, true);
      expectSame(normalizeId(once, true), once);
    }
  }
});

/** Ids as written in files, and as passed in lookups. */
const pairs = [
  ["ΣΑΣ", "σας"],
  ["ΟΔΟΣ-1", "οδοσ-1"],
  ["STRAẞE", "straße"],
  ["ǅungla", "ǆungla"],
  ["İzmir", "İZMIR"],
  ["Å-1", "a\u030a-1"],
  ["ſoft", "SOFT"],
  ["Ω-ohm", "ω-OHM"],
  ["𐐀id", "𐐨ID"],
] as const;

const instance = (ids: readonly string[], patterns: readonly string[]) =>
  treeOf({
    "package.json": packageJson({ scopes: { account: { ignoreCase: true } }, owners: ["growth"] }),
    "flags/checkout.yaml": `flag: checkout
description: Customers see the new checkout page.
owner: growth
scope: account
permanent: Customers choose it themselves.
default: false
enabled:
  groups: [testers]
  account: ${JSON.stringify(ids)}
`,
    "groups/testers.yaml": `groups: testers
description: People who test what is new.
owner: growth
scope: account
members: ${JSON.stringify(patterns.map((match) => ({ match })))}
`,
  });

describe("an id of a scope that ignores case", () => {
  const models = modelsOf(
    instance(
      pairs.map(([id]) => id),
      ["ΣΑΣ-*", "ǅungla-*", "İzmir-*"],
    ),
  );
  const bundle = bundleOf(models);
  const { head, file, stamp } = packWhole(bundle);
  const modules = [open(bundle), openPacked(head, stamp, () => file)];

  test.each(pairs)("%s in a list matches %s", (written, asked) => {
    for (const module of modules)
      for (const id of [written, asked]) expect(module.lookup({ account: id }).isEnabled("checkout")).toBe(true);
  });

  it("matches a pattern, whatever follows", () => {
    for (const module of modules) {
      const isIn = (account: string) => module.lookup({ account }).isIn("testers");
      expect(["ΣΑΣ-Α1", "σας-α1", "σασ-", "ǆungla-7", "ǄUNGLA-7", "İZMIR-x"].map(isIn)).toEqual(Array(6).fill(true));
      expect(["ΣΑΣΑ", "izmir-x", "ızmir-x"].map(isIn)).toEqual(Array(3).fill(false));
    }
  });

  it("is a duplicate if a list has both forms, and writing the other form is no change", () => {
    const codes = compileTree(instance(["σας", "ΣΑΣ"], [])).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(["model/duplicate-entry"]);
    const other = modelsOf(
      instance(
        pairs.map(([, id]) => id),
        ["σας-*", "Ǆungla-*", "İZMIR-*"],
      ),
    );
    expect(compareRevisions(openRevision(models), openRevision(other), 0).impact).toBe("none");
  });
});
