import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics } from "../../scripts/model/diagnostic.ts";
import type { Source } from "../../scripts/model/text/source.ts";
import { startOf } from "../../scripts/model/time.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { expectSaid } from "../support/expect-said.ts";
import { filesIn } from "../support/files.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { describeFinding } from "../support/findings.ts";
import { completeFiles } from "../support/instance-folder.ts";
import { judgeChange } from "../support/judge.ts";
import { memoryRepository } from "../support/memory-repository.ts";
import { treeOfFiles } from "../support/trees.ts";
import { usualDate } from "../support/usual-dates.ts";

/**
 * A case is a folder. `base/` and `head/` are the two sides of a change; instead of `base/` there may be `1/`, `2/`, `3/`,
 * the commits of the base branch, whose dates are in options.json. What is in `always/` is in each of them.
 */
interface Options {
  readonly asOf?: string;
  readonly allowExpired?: boolean;
  readonly newOnly?: boolean;
  readonly dates?: readonly string[];
  /** Whether only the newest commit was fetched. */
  readonly shallow?: boolean;
}

/** With UPDATE_CASES=1 what is found is written down as expected, to be read in the diff before it is committed. */
const isUpdate = process.env.UPDATE_CASES === "1";
const folder = folderOf("gate");

describe("gate", () => {
  test.each(caseFolders(folder))("%s", (name) => {
    const from = join(folder, name);
    const options = readOptions(join(from, "options.json"));
    const at = (step: string): readonly Source[] => {
      const files = ["always", step].flatMap((step) => filesIn(join(from, step)));
      return completeFiles([...new Map(files.map((file) => [file.path, file])).values()]);
    };
    const steps = readdirSync(from).filter((step) => /^(?:base|\d+)$/.test(step));
    const snapshots = steps
      .sort()
      .map((step, index) => ({ files: at(step), date: options.dates?.[index] ?? usualDate }));
    const { asOf, allowExpired = false, newOnly = false, shallow: isShallow = false } = options;
    const verdict = judgeChange(treeOfFiles(at("head")), memoryRepository(snapshots, { isShallow }), {
      allowExpired,
      newOnly,
      ...(asOf === undefined ? {} : { asOf: startOf(asOf) }),
    });
    const { diagnostics, notes, older = 0 } = verdict;
    const waived = notes.filter((note) => note.startsWith("waived"));
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
  });
});

function readOptions(file: string): Options {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Options) : {};
}
