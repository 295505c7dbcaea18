import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics } from "../../scripts/model/diagnostic.ts";
import { startOf } from "../../scripts/model/time.ts";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { copyInto, filesIn } from "../support/files.ts";
import { faultsOfStyle } from "../support/finding-faults.ts";
import { describeFinding } from "../support/findings.ts";
import { makeRepository, makeShallow } from "../support/git-repository.ts";
import { completeInstance, withInstance } from "../support/instance-folder.ts";
import { judgeChange } from "../support/judge.ts";
import { usualDate } from "../support/usual-dates.ts";

/**
 * A case is a folder. `base/` and `head/` are the two sides of a change; instead of `base/` there may be `1/`, `2/`, `3/`,
 * the commits of the base branch, whose dates stand in options.json. What is in `always/` is in each of them.
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
    const verdict = withInstance((root) => {
      const steps = readdirSync(from).filter((step) => /^(?:base|\d+)$/.test(step));
      const snapshots = steps.sort().map((step, index) => {
        const snapshot = join(root, "..", step);
        copyInto(join(from, "always"), snapshot);
        copyInto(join(from, step), snapshot);
        completeInstance(snapshot);
        return { files: filesIn(snapshot), date: options.dates?.[index] ?? usualDate };
      });
      copyInto(join(from, "always"), root);
      copyInto(join(from, "head"), root);
      completeInstance(root);
      makeRepository(root, snapshots);
      if (options.shallow) makeShallow(root);
      const { asOf, allowExpired = false, newOnly = false } = options;
      return judgeChange(root, { allowExpired, newOnly, ...(asOf === undefined ? {} : { asOf: startOf(asOf) }) });
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
  });
});

function readOptions(file: string): Options {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Options) : {};
}
