// Debian packages: python3 python3-venv
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { isMissing } from "../support/counterpart.ts";
import { eventually, replaceFile, startAsking } from "../support/flagd-daemon.ts";
import { expectSameAnswers, fileOf, serves } from "../support/flagd-file.ts";
import { pythonWithFlagd } from "../support/python.ts";
import { repository } from "../support/shipped-instance.ts";

describe.skipIf(isMissing("python3"))("the Python provider of flagd", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-flagd-"));
  const path = join(folder, "flags.flagd.json");
  let python: string;

  beforeAll(() => {
    python = pythonWithFlagd();
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test("gives the module's answers from a file, and from the next one", async () => {
    const [first, ...others] = [fileOf(34), fileOf(28), fileOf(43)] as const;
    writeFileSync(path, first.text);
    const { ask, stop } = startAsking([python, join(repository, "test/clients/flagd-python/ask.py"), path]);
    try {
      for (const file of [first, ...others]) {
        if (file !== first) replaceFile(path, file.text);
        await eventually(() => serves(ask, file));
        await expectSameAnswers(file, 3000, [ask]);
      }
    } finally {
      await stop();
    }
  });
});
