import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics } from "../../scripts/model/diagnostic.ts";
import { startOf } from "../../scripts/model/time.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { expectSaid } from "../support/expect-said.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { describeFinding } from "../support/findings.ts";
import { readGateCase } from "../support/gate-case.ts";
import { judgeChange } from "../support/judge.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { treeOfFiles } from "../support/trees.ts";
import { usualDate } from "../support/usual-dates.ts";

/** UPDATE_CASES=1 writes the findings as the expected ones; review the diff before committing. */
const isUpdate = process.env.UPDATE_CASES === "1";
const folder = folderOf("gate");

describe("gate", () => {
  test.each(caseFolders(folder))("%s", (name) => {
    const from = join(folder, name);
    const { options, commits, head } = readGateCase(from);
    const { asOf, allowExpired = false, newOnly = false, shallow: isShallow = false } = options;
    const judged = { allowExpired, newOnly, ...(asOf === undefined ? {} : { asOf: startOf(asOf) }) };
    const verdict = judgeChange(treeOfFiles(head), memoryRepository(commits, { isShallow }), judged);
    const { diagnostics, waived, older = 0 } = verdict;
    expect(diagnostics, "in order").toEqual(diagnostics.toSorted(compareDiagnostics));
    expect(faultsOfStyle(diagnostics)).toEqual([]);
    const told = [
      ...diagnostics.map(describeFinding),
      ...(waived.length > 0 ? [`${waived.length} waived`] : []),
      ...(older > 0 ? [`${older} older`] : []),
    ];
    const actual = told.map((line) => `${line}\n`).join("");
    const messages = diagnostics.map((finding) => `${describeFinding(finding)}: ${finding.message}`).join("\n");
    const expected = join(from, "expected.txt");
    if (isUpdate) writeFileSync(expected, actual);
    expect(existsSync(expected) ? readFileSync(expected, "utf8") : "(no expected.txt)\n", messages).toBe(actual);
    expectSaid(join(from, "said.txt"), diagnostics, isUpdate);

    const before = commits.at(-1)?.files;
    if (before === undefined) return;
    const back = judgeChange(treeOfFiles(before), memoryRepository([{ files: head, date: usualDate }]), judged);
    expectSaid(join(from, "taken-back.txt"), back.diagnostics, isUpdate);
  });
});
