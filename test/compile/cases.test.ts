import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics } from "../../scripts/model/diagnostic.ts";
import { startOf } from "../../scripts/model/time.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { expectSaid } from "../support/expect-said.ts";
import { faultsOfFixes, faultsOfStyle } from "../support/finding-faults.ts";
import { describeFinding } from "../support/findings.ts";
import { completeInstance, withInstance } from "../support/instance-folder.ts";
import { judge } from "../support/judge.ts";
import { usualDay } from "../support/usual-dates.ts";

/** UPDATE_CASES=1 writes the findings as the expected ones; review the diff before committing. */
const isUpdate = process.env.UPDATE_CASES === "1";
const folder = folderOf("check");
const besideInstance = new Set(["expected.txt", "said.txt", "options.json"]);

describe("check", () => {
  test.each(caseFolders(folder))("%s", (name) => {
    const from = join(folder, name);
    const options = readOptions(join(from, "options.json"));
    const found = withInstance((root) => {
      const filter = (path: string): boolean => !besideInstance.has(path.slice(from.length + 1));
      cpSync(from, root, { recursive: true, verbatimSymlinks: true, filter });
      completeInstance(root);
      const { tree, diagnostics } = judge(root, options);
      expect(diagnostics, "in order").toEqual(diagnostics.toSorted(compareDiagnostics));
      expect(faultsOfStyle(diagnostics)).toEqual([]);
      expect(faultsOfFixes(tree, diagnostics, options)).toEqual([]);
      return diagnostics;
    });
    const expected = join(from, "expected.txt");
    const actual = found.map((finding) => `${describeFinding(finding)}\n`).join("");
    if (isUpdate) writeFileSync(expected, actual);
    const messages = found.map((finding) => `${describeFinding(finding)}: ${finding.message}`).join("\n");
    expect(existsSync(expected) ? readFileSync(expected, "utf8") : "(no expected.txt)\n", messages).toBe(actual);
    expectSaid(join(from, "said.txt"), found, isUpdate);
  });
});

function readOptions(file: string): typeof usualDay {
  if (!existsSync(file)) return usualDay;
  const { asOf, allowExpired } = JSON.parse(readFileSync(file, "utf8")) as { asOf?: string; allowExpired?: boolean };
  return {
    asOf: asOf === undefined ? usualDay.asOf : startOf(asOf),
    allowExpired: allowExpired ?? usualDay.allowExpired,
  };
}
