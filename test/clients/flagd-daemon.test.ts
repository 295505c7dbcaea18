import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tree } from "../../scripts/model/tree.ts";
import { contextOf, drawQuestion, openFlagd, openModule } from "../support/flagd.ts";
import { type Daemon, eventually, replaceFile, startAsking, startDaemon } from "../support/flagd-daemon.ts";
import { buildGo, isGoMissing } from "../support/go.ts";
import { days } from "../support/random-tree/customers.ts";
import { Draw } from "../support/random-tree/draw.ts";
import { genome } from "../support/random-tree/questions.ts";
import { treeOfGenome } from "../support/random-tree.ts";
import { modelsOf } from "../support/trees.ts";

const day = 86_400_000;
/** Of the daemon's clock nobody turns the hands: two days of a tree are over, two are to come. */
const around = [-20, -2, 2, 20].map((offset) => new Date(Date.now() + offset * day).toISOString().slice(0, 10));

/** A tree with its days around today. */
function aroundToday(tree: Tree): Tree {
  const shift = (text: string): string =>
    text.replaceAll(/2027-\d\d-\d\d/g, (found) => around[days.indexOf(found)] ?? found);
  return { ...tree, files: tree.files.map(({ path, text }) => ({ path, text: shift(text) })) };
}

/** What one file says, and a flag that tells it from others. */
function fileOf(seed: number) {
  const [genes = []] = fc.sample(genome, { seed, numRuns: 1 });
  const models = modelsOf(aroundToday(treeOfGenome(genes)));
  const flagd = openFlagd(models[0]);
  const marker = { state: "ENABLED", variants: { seed: `${seed}` }, defaultVariant: "seed" };
  const content = JSON.parse(flagd.text);
  const text = JSON.stringify({ ...content, flags: { ...content.flags, marker } });
  return { names: flagd.names, text, module: openModule(models, "production") };
}

type File = ReturnType<typeof fileOf>;

describe.skipIf(isGoMissing())("the daemon", () => {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-flagd-"));
  const path = join(folder, "flags.flagd.json");
  const files = [1, 2, 3, 4].map(fileOf);
  let daemon: Daemon;
  let grpc: ReturnType<typeof startAsking>;

  beforeAll(async () => {
    const program = buildGo("flagd", "github.com/open-feature/flagd/flagd", "flagd");
    const ask = buildGo("flagd", ".", "ask-flagd");
    writeFileSync(path, (files[0] as File).text);
    daemon = await startDaemon(program, `file:${path}`);
    grpc = startAsking(ask, daemon.port);
  }, 1_800_000);

  afterAll(async () => {
    await grpc?.stop();
    await daemon?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Asks both doors of the daemon, and the module. */
  async function expectSame({ names, module }: File, questions: number): Promise<void> {
    const draw = new Draw(questions);
    const seen = new Map<string, number>();
    for (let asked = 0; asked < questions; ) {
      const batch = Array.from({ length: 50 }, () => ({ ...drawQuestion(draw), at: Date.now() }));
      const pairs = batch.flatMap((question) => names.map((name) => [name, question] as const));
      asked += pairs.length;
      await Promise.all(
        pairs.map(async ([name, question]) => {
          const expected = module.ask(name, question);
          const context = contextOf(question);
          const [overHttp, overGrpc] = await Promise.all([
            daemon.ask(name, context),
            grpc.ask(name, typeof expected, context),
          ]);
          expect([name, context, overHttp, overGrpc]).toEqual([name, context, expected, expected]);
          const shown = JSON.stringify(expected);
          seen.set(shown, (seen.get(shown) ?? 0) + 1);
        }),
      );
    }
    expect(seen.size).toBeGreaterThan(1);
  }

  async function expectServed(seed: number): Promise<void> {
    await eventually(async () => (await daemon.ask("marker", {})) === `${seed}`);
  }

  test(
    "answers 20,000 questions over OFREP and over gRPC as the module does",
    () => expectSame(files[0] as File, 20_000),
    600_000,
  );

  test("answers by the next file, when it was put in the place of the first while it ran", async () => {
    for (const seed of [2, 3]) {
      replaceFile(path, (files[seed - 1] as File).text);
      await expectServed(seed);
      await expectSame(files[seed - 1] as File, 2000);
    }
  }, 600_000);

  test("keeps the last good file if the next one is broken, and takes the one after it", async () => {
    const { text } = files[2] as File;
    for (const broken of [text.slice(0, text.length / 2), "", "[]"]) {
      replaceFile(path, broken);
      await wait(1000);
      await expectServed(3);
      await expectSame(files[2] as File, 1000);
    }
    replaceFile(path, (files[3] as File).text);
    await expectServed(4);
    await expectSame(files[3] as File, 2000);
  }, 600_000);

  test("answers the same from a web server, asks it for what is new alone, and takes the next file", async () => {
    const [first, second] = files as [File, File];
    let { text } = first;
    const statuses: number[] = [];
    const server = createServer((request, response) => {
      const etag = `"${createHash("sha256").update(text).digest("hex")}"`;
      const status = request.headers["if-none-match"] === etag ? 304 : 200;
      statuses.push(status);
      response.writeHead(status, { etag, "content-type": "application/json" }).end(status === 200 ? text : undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const program = buildGo("flagd", "github.com/open-feature/flagd/flagd", "flagd");
    const polling = await startDaemon(program, `http://127.0.0.1:${port}/flags.flagd.json`);
    try {
      for (const [file, seed] of [
        [first, 1],
        [second, 2],
      ] as const) {
        text = file.text;
        await eventually(async () => (await polling.ask("marker", {})) === `${seed}`);
        const draw = new Draw(500);
        for (let asked = 0; asked < 500; asked++) {
          const question = { ...drawQuestion(draw), at: Date.now() };
          const name = file.names[asked % file.names.length] as string;
          expect([name, await polling.ask(name, contextOf(question))]).toEqual([name, file.module.ask(name, question)]);
        }
      }
      await eventually(async () => statuses.includes(304));
    } finally {
      await polling.stop();
      server.close();
    }
  }, 600_000);
});
