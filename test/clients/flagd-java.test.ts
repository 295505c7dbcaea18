// Debian packages: default-jdk-headless maven
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isMissing } from "../support/counterpart.ts";
import { type Daemon, eventually, replaceFile, startAsking, startDaemon } from "../support/flagd-daemon.ts";
import { expectSameAnswers, type FlagdFile, fileOf, serves } from "../support/flagd-file.ts";
import { buildFlagd, isGoMissing } from "../support/go.ts";
import { askFromJava, classPath } from "../support/java.ts";

describe.skipIf(isGoMissing() || isMissing("mvn") || isMissing("java"))("the Java provider of flagd", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-flagd-"));
  const path = join(folder, "flags.flagd.json");
  // the first two have neither a share nor a date supplied by the caller
  const [plain, sharing, shares, dated] = [fileOf(34), fileOf(50), fileOf(28), fileOf(43)];
  let daemon: Daemon;
  let words: readonly string[];

  beforeAll(async () => {
    words = classPath();
    writeFileSync(path, plain.text);
    daemon = await startDaemon(buildFlagd(), `file:${path}`);
  }, 1_800_000);

  afterAll(async () => {
    await daemon?.stop();
    rmSync(folder, { recursive: true });
  });

  async function publish(file: FlagdFile): Promise<void> {
    replaceFile(path, file.text);
    await eventually(() => serves(daemon.ask, file));
  }

  test("answers over gRPC as the module does, and by the next file", async () => {
    const { ask, stop } = startAsking(askFromJava(words, "RPC", daemon.port));
    try {
      for (const file of [plain, shares, dated]) {
        await publish(file);
        // its cache is dropped when flagd reports the file
        await eventually(() => serves(ask, file));
        await expectSameAnswers(file, 3000, [ask]);
      }
    } finally {
      await stop();
    }
  });

  test.each([
    ["that flagd sends it", "IN_PROCESS", () => daemon.syncPort],
    ["of a folder", "FILE", () => path],
  ] as const)("answers as the module does when it evaluates the file %s in process", async (_, way, where) => {
    await publish(plain);
    const { ask, stop } = startAsking(askFromJava(words, way, where()));
    try {
      for (const file of [plain, sharing]) {
        await publish(file);
        await eventually(() => serves(ask, file));
        await expectSameAnswers(file, 3000, [ask]);
      }
    } finally {
      await stop();
    }
  });

  test("answers differently in process where shares or supplied dates decide", async () => {
    await publish(plain);
    const { ask, stop } = startAsking(askFromJava(words, "IN_PROCESS", daemon.syncPort));
    try {
      for (const file of [shares, dated]) {
        await publish(file);
        await eventually(() => serves(ask, file));
        await expect(expectSameAnswers(file, 3000, [ask])).rejects.toThrow("deeply equal");
      }
    } finally {
      await stop();
    }
  });
});
