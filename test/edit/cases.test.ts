import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { caseFolders, folderOf } from "../support/case-folders.ts";
import { type Case, readCase, runCase } from "../support/edit-case.ts";

/**
 * Each case is a folder. `command.txt` holds the command line, `before/` the instance (or `1/`, `2/` … its commits), and
 * `input.txt` the standard input. The expected results are `output.txt`, everything the command prints, and `after/`,
 * the files that changed, if any; a removed file shows only in `output.txt`.
 * UPDATE_CASES=1 writes the expected results; review the diff before committing.
 */
const folder = folderOf("edit");
const isUpdate = process.env.UPDATE_CASES === "1";

describe("edit", () => {
  test.each(caseFolders(folder))("%s", async (name) => {
    const one: Case = readCase(join(folder, name));
    const { output, after, again } = await runCase(one);
    if (isUpdate) {
      writeFileSync(join(one.folder, "output.txt"), output);
      rmSync(join(one.folder, "after"), { recursive: true, force: true });
      for (const { path, text } of after) {
        mkdirSync(dirname(join(one.folder, "after", path)), { recursive: true });
        writeFileSync(join(one.folder, "after", path), text);
      }
    }
    const expected = join(one.folder, "output.txt");
    expect(output).toBe(existsSync(expected) ? readFileSync(expected, "utf8") : "(no output.txt)\n");
    expect(after).toEqual(one.after());
    expect(again, "run twice").toEqual(after);
  });
});
