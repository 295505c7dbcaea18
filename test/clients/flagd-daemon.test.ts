import { createHash } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Daemon, eventually, replaceFile, startAsking, startDaemon } from "../support/flagd-daemon.ts";
import { expectSameAnswers, type FlagdFile, fileOf, serves } from "../support/flagd-file.ts";
import { buildFlagd, buildGo, isGoMissing } from "../support/go.ts";

describe.skipIf(isGoMissing())("the daemon", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-flagd-"));
  const path = join(folder, "flags.flagd.json");
  const [first, second, third, fourth] = [fileOf(1), fileOf(2), fileOf(3), fileOf(4)];
  let daemon: Daemon;
  let grpc: ReturnType<typeof startAsking>;

  beforeAll(async () => {
    const [program, ask] = [buildFlagd(), buildGo("flagd", ".", "ask-flagd")];
    writeFileSync(path, first.text);
    daemon = await startDaemon(program, `file:${path}`);
    grpc = startAsking([ask, `${daemon.port}`]);
  }, 1_800_000);

  afterAll(async () => {
    await grpc?.stop();
    await daemon?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Asks the daemon over OFREP and over gRPC, and the module. */
  const expectSame = (file: FlagdFile, questions: number): Promise<void> =>
    expectSameAnswers(file, questions, [daemon.ask, grpc.ask]);

  const expectServed = (file: FlagdFile): Promise<void> => eventually(() => serves(daemon.ask, file));

  test(
    "answers 20,000 questions over OFREP and over gRPC as the module does",
    () => expectSame(first, 20_000),
    600_000,
  );

  test("answers by the next file once it has replaced the first while running", async () => {
    for (const file of [second, third]) {
      replaceFile(path, file.text);
      await expectServed(file);
      await expectSame(file, 2000);
    }
  }, 600_000);

  test("keeps the last good file when the next one is broken, and takes the one after that", async () => {
    for (const broken of [third.text.slice(0, third.text.length / 2), "", "[]"]) {
      replaceFile(path, broken);
      await wait(1000);
      await expectServed(third);
      await expectSame(third, 1000);
    }
    replaceFile(path, fourth.text);
    await expectServed(fourth);
    await expectSame(fourth, 2000);
  }, 600_000);

  test("ignores a file that is older than the one it has, and any file once the file was gone", async () => {
    const other = join(folder, "other.flagd.json");
    writeFileSync(other, first.text);
    const watching = await startDaemon(buildFlagd(), `file:${other}`);
    try {
      const old = `${other}.old`;
      writeFileSync(old, second.text);
      utimesSync(old, 0, 0);
      renameSync(old, other);
      await wait(2000);
      expect(await serves(watching.ask, first)).toBe(true);
      replaceFile(other, third.text);
      await eventually(() => serves(watching.ask, third));
      rmSync(other);
      await wait(2000);
      replaceFile(other, fourth.text);
      await wait(2000);
      expect(await serves(watching.ask, third)).toBe(true);
    } finally {
      await watching.stop();
    }
  });

  test("does not start without a file", async () => {
    await expect(startDaemon(buildFlagd(), `file:${join(folder, "none.json")}`)).rejects.toThrow(/ended/);
  });

  test("gives the same answers from a web server, downloads only changes, and keeps the last good file", async () => {
    const content: { text: string | undefined } = { text: first.text };
    const { server, statuses, uri } = await serve(content);
    const polling = await startDaemon(buildFlagd(), uri);
    try {
      for (const file of [first, second]) {
        content.text = file.text;
        await eventually(() => serves(polling.ask, file));
        await expectSameAnswers(file, 500, [polling.ask]);
      }
      await eventually(async () => statuses.includes(304));
      for (const text of [second.text.slice(0, second.text.length / 2), undefined]) {
        const { length } = statuses;
        content.text = text;
        await eventually(async () => statuses.length > length + 1);
        expect(await serves(polling.ask, second)).toBe(true);
      }
      content.text = third.text;
      await eventually(() => serves(polling.ask, third));
    } finally {
      await polling.stop();
      server.close();
    }
  }, 600_000);
});

/** Serves a text over HTTP with its ETag; without a text, a 404. */
async function serve(content: { readonly text: string | undefined }) {
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const etag = `"${createHash("sha256").update(`${content.text}`).digest("hex")}"`;
    const isKnown = request.headers["if-none-match"] === etag;
    const status = content.text === undefined ? 404 : isKnown ? 304 : 200;
    statuses.push(status);
    const headers = { etag, "content-type": "application/json" };
    response.writeHead(status, headers).end(status === 200 ? content.text : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, statuses, uri: `http://127.0.0.1:${port}/flags.flagd.json` };
}
