import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bucket, startBucket } from "../support/bucket.ts";
import { type Daemon, eventually, startDaemon } from "../support/flagd-daemon.ts";
import { expectSameAnswers, type FlagdFile, fileOf, serves } from "../support/flagd-file.ts";
import { buildFlagd, isGoMissing } from "../support/go.ts";

const path = "flags.flagd.json";

describe.skipIf(isGoMissing())("flagd over a bucket of S3", () => {
  const [first, second, third] = [fileOf(11), fileOf(12), fileOf(13)];
  let bucket: Bucket;
  let daemon: Daemon;

  beforeAll(async () => {
    const program = buildFlagd();
    bucket = await startBucket();
    await bucket.put(path, first.text);
    daemon = await startDaemon(program, bucket.uri(path), bucket.environment);
  }, 1_800_000);

  afterAll(async () => {
    await daemon?.stop();
    await bucket?.stop();
  });

  async function expectServed(file: FlagdFile): Promise<void> {
    await eventually(() => serves(daemon.ask, file));
    await expectSameAnswers(file, 2000, [daemon.ask]);
  }

  test("gives the module's answers, and those of the next object once it is there", async () => {
    await expectServed(first);
    await bucket.put(path, second.text);
    await expectServed(second);
  });

  test("checks for a new object, and fetches it only then", async () => {
    const { heads, gets } = bucket.asked;
    await eventually(async () => bucket.asked.heads > heads + 2);
    expect(bucket.asked.gets).toBe(gets);
  });

  test("keeps the last good object if the next one is broken or gone, and uses the one after it", async () => {
    for (const broken of [second.text.slice(0, second.text.length / 2), "", "[]"]) {
      const { gets } = bucket.asked;
      await bucket.put(path, broken);
      await eventually(async () => bucket.asked.gets > gets);
      await wait(200);
      expect(await serves(daemon.ask, second)).toBe(true);
    }
    await bucket.remove(path);
    const { heads } = bucket.asked;
    await eventually(async () => bucket.asked.heads > heads + 1);
    await expectServed(second);
    await bucket.put(path, third.text);
    await expectServed(third);
  });

  test("ignores an object with the same time in seconds as the one it has", async () => {
    const still = await startBucket("2026-01-01T00:00:00Z");
    await still.put(path, first.text);
    const other = await startDaemon(buildFlagd(), still.uri(path), still.environment);
    try {
      await still.put(path, second.text);
      const { heads } = still.asked;
      await eventually(async () => still.asked.heads > heads + 2);
      expect(await serves(other.ask, first)).toBe(true);
    } finally {
      await other.stop();
      await still.stop();
    }
  });

  test("does not start without an object", async () => {
    await expect(startDaemon(buildFlagd(), bucket.uri("none.json"), bucket.environment)).rejects.toThrow(/ended/);
  });
});
