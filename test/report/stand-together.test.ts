import { describe, expect, it } from "vitest";
import type { Input } from "../../scripts/commands/input.ts";
import { showDiffs } from "../../scripts/edit/text/show-diffs.ts";
import { draftOf } from "../../scripts/edit/text/tree-draft.ts";
import type { Diagnostic } from "../../scripts/model/diagnostic.ts";
import { reporters } from "../support/reporters.ts";
import { compileTree, packageJson, treeOf } from "../support/trees.ts";

const options = { colour: false, gitPrefix: "", version: "0", pageOf: () => undefined, urlOf: () => undefined };

/** The findings of a flag with these lists of customers. */
function findingsOf(lists: Readonly<Record<string, readonly string[]>>): readonly Diagnostic[] {
  const flags = Object.entries(lists).map(
    ([list, lines]) => `${list}:\n  account:\n${lines.map((line) => `    - ${line}\n`).join("")}`,
  );
  const tree = treeOf({
    "package.json": packageJson({ scopes: { account: {} } }),
    "flags/big.yaml": `flag: big\ndescription: Customers see the big page.\nowner: me\nscope: account\npermanent: It is for a test.\ndefault: false\n${flags.join("")}`,
  });
  return compileTree(tree).diagnostics;
}

function print(diagnostics: readonly Diagnostic[], format: keyof typeof reporters = "text"): string {
  return reporters[format]({ root: "", files: 1, diagnostics }, options);
}

const many = (number: number, end: string, prefix: string): readonly string[] =>
  Array.from({ length: number }, (_, index) => `{ id: ${prefix}-${index}, until: ${end} }`);

describe("many similar findings in one list", () => {
  it("are grouped: the first three are shown, then how many more and where", () => {
    const found = findingsOf({ enabled: many(3000, "2026-01-31", "a") });
    expect(found).toHaveLength(3000);
    const printed = print(found);
    expect(printed.split("\n").length).toBeLessThan(40);
    expect(printed.match(/^error\[model\/expired\]/gm)).toHaveLength(3);
    expect(printed).toContain("\nand 2997 more like these in flags/big.yaml, lines 12 to 3008\n");
    expect(printed).toContain("3000 errors in 1 file\n");
    expect(printed).toContain("`flagstone prune`");
    expect(JSON.parse(print(found, "json")).diagnostics).toHaveLength(3000);
    expect(JSON.parse(print(found, "rdjson")).diagnostics).toHaveLength(3000);
  });

  it("are grouped by list, code and message, apart from names and dates", () => {
    const lists = {
      enabled: [...many(8, "2026-01-31", "a"), ...many(8, "2026-12-01", "b"), ...many(8, "2026-02-28", "c")],
      disabled: many(8, "2026-01-31", "d"),
    };
    const printed = print(findingsOf(lists));
    expect(printed.match(/^error\[model\/expired\]/gm)?.length).toBeLessThanOrEqual(6);
    expect(printed.match(/^warning\[model\/expiring\]/gm)).toHaveLength(3);
    expect(printed).toContain("lines 12 to 16, 25 to 32");
  });

  it("are each shown in the order of their lines if they are few", () => {
    const found = findingsOf({ enabled: many(6, "2026-01-31", "a") });
    expect(print(found).match(/^error\[model\/expired\]/gm)).toHaveLength(6);
    expect(print(found)).not.toContain(" more like ");
  });

  it("give single lines and ranges, and only the first and last of many ranges", () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? `{ id: a-${index}, until: 2026-01-31 }` : `b-${index}`,
    );
    expect(print(findingsOf({ enabled: lines }))).toContain(
      "lines 15, 17, 19, 21, 23, 25, 27, 29, 31, 33 and others up to 67\n",
    );
  });
});

describe("many findings with one code in many files", () => {
  /** The findings in this many expired flags, and in one without an owner. */
  const found = (number: number): readonly Diagnostic[] => {
    const flags = Array.from({ length: number }, (_, index) => {
      const name = `page_${String(index).padStart(4, "0")}`;
      const head = `flag: ${name}\ndescription: Customers see the new page.\n`;
      return [`flags/${name}.yaml`, `${head}owner: me\nscope: account\nexpires: 2026-01-31\ndefault: false\n`] as const;
    });
    const bare =
      "flag: zzz\ndescription: Customers see the last page.\nscope: account\npermanent: A test.\ndefault: false\n";
    const tree = treeOf({
      "package.json": packageJson({ scopes: { account: {} } }),
      ...Object.fromEntries(flags),
      "flags/zzz.yaml": bare,
    });
    return compileTree(tree).diagnostics;
  };

  it("are shown up to the twentieth, then how many more, where, and which format has all", () => {
    const all = found(3000);
    const printed = print(all);
    expect(printed.match(/^error\[model\/expired\]/gm)).toHaveLength(20);
    expect(printed).toContain(
      "\nand 2980 more of `model/expired` in 2980 files, flags/page_0020.yaml to flags/page_2999.yaml; `--format json` has all\n",
    );
    expect(printed.match(/^error\[schema\/missing-key\]/gm)).toHaveLength(1);
    expect(printed).toContain("3001 errors in 1 file\n");
    expect(printed.split("\n").length).toBeLessThan(200);
    expect(JSON.parse(print(all, "json")).diagnostics).toHaveLength(3001);
  });

  it("are all shown if there are at most thirty", () => {
    expect(print(found(30)).match(/^error\[model\/expired\]/gm)).toHaveLength(30);
    expect(print(found(31)).match(/^error\[model\/expired\]/gm)).toHaveLength(20);
  });
});

describe("a long diff", () => {
  const source = { path: "flags/a.yaml", text: "a: 1\n" };
  const draft = draftOf(
    { root: "", config: { path: "", text: "" }, files: [source], diagnostics: [] },
    () => undefined,
  );
  draft.edit([{ span: { source, start: 5, end: 5 }, text: "b: 1\n".repeat(500) }]);
  const show = (input: Partial<Input>): string => showDiffs(draft.changes(), { operands: [], colour: false, ...input });

  it("is shortened at a terminal, with the way to see all", () => {
    const shown = show({ mostLines: 100 });
    expect(shown.split("\n")).toHaveLength(102);
    expect(shown).toMatch(/\n… and 404 more lines of 504: `--dry-run \| less` shows all\n$/);
  });

  it("is complete elsewhere, or if it is short enough", () => {
    expect(show({}).split("\n")).toHaveLength(505);
    expect(show({ mostLines: 504 })).toBe(show({}));
  });
});
