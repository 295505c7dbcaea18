import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "../../scripts/host/git.ts";
import { readTree } from "../../scripts/host/read-tree.ts";
import { writeFiles } from "../support/files.ts";
import { makeRepository } from "../support/git-repository.ts";
import { usualDate } from "../support/usual-dates.ts";

test("reads the same commit with a work tree that has most of its texts as without", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "flagstone-git-tree-")));
  try {
    const files = [
      { path: "package.json", text: "{}\n" },
      { path: "flags/same.yaml", text: "flag: same\n" },
      { path: "flags/mark.yaml", text: "\ufeffflag: mark\r\ndescription: \u00e9\n" },
      { path: "flags/other.yaml", text: "flag: other\n" },
      { path: "groups/gone.yaml", text: "groups: gone\n" },
    ];
    makeRepository(root, [{ files, date: usualDate }]);
    writeFiles(root, files.slice(0, -1));
    writeFileSync(join(root, "flags/other.yaml"), "flag: another\n");
    writeFileSync(join(root, "flags/new.yaml"), "flag: new\n");
    const head = readTree(root);
    const repository = openRepository(root);
    const base = repository?.readTree("main", head);
    expect(base).toEqual(repository?.readTree("main"));
    expect(base?.files.map(({ text }) => text)).toEqual([
      "\ufeffflag: mark\r\ndescription: \u00e9\n",
      "flag: other\n",
      "flag: same\n",
      "groups: gone\n",
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
