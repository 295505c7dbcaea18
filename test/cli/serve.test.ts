import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import { OpenFeature as Page, type Provider } from "@openfeature/web-sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { followData } from "../../scripts/commands/follow-data.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { assets, emit, writeOutputs } from "../support/built.ts";
import { callFlagstone } from "../support/call-flagstone.ts";
import { bundleTextOf, doorFile, doorTree } from "../support/doors.ts";
import { environment } from "../support/environment.ts";
import { repository } from "../support/shipped-instance.ts";
import { modelsOf } from "../support/trees.ts";

const around = mkdtempSync(join(tmpdir(), "flagstone-serve-"));
const folder = join(around, "instance");

interface Served {
  readonly process: ChildProcessWithoutNullStreams;
  readonly url: string;
  /** What it has printed so far. */
  readonly log: () => string;
  /** Its exit code, once it ends. */
  readonly ended: Promise<number | null>;
}

/** Starts the command in its own process. */
function startServing(...words: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [join(repository, "dist/cli.js"), "serve", "--port", "0", ...words], {
    cwd: folder,
    env: environment,
  });
  let log = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return new Promise((resolve, reject) => {
    ended.then(() => reject(new Error(log)));
    child.stderr.on("data", (chunk) => {
      log += chunk;
      const [, url] = /^listening on (\S+)$/m.exec(log) ?? [];
      if (url !== undefined) resolve({ process: child, url, log: () => log, ended });
    });
  });
}

function writeInstance(tree: Tree): void {
  for (const { path, text } of [tree.config, ...tree.files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

let served: Served;
beforeAll(async () => {
  writeInstance(doorTree());
  writeOutputs(join(folder, "generated"), emit(modelsOf(doorTree()), assets()));
  served = await startServing("--scope", "account");
}, 60_000);
afterAll(async () => {
  served.process.kill("SIGKILL");
  await served.ended;
  rmSync(around, { recursive: true, force: true });
});

const path = "/ofrep/v1/evaluate/flags";

async function ask(at: string, body: unknown = { context: {} }) {
  const response = await fetch(`${served.url}${at}`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

describe("the data that is followed", () => {
  const files = new Set<string>();
  const watched = new Map<string, (problems: readonly string[]) => void>();
  const problems: string[] = [];
  const follow = () => {
    for (const each of ["flags.bin", "flags.json"]) files.add(each);
    return followData(
      () => [...files][0],
      (path, onProblem) => {
        watched.set(path, onProblem);
        return { close: () => watched.delete(path) };
      },
      (all) => problems.push(...all),
    );
  };

  it("is that of another file once its own is gone", async () => {
    const watcher = follow();
    watched.get("flags.bin")?.(["it is damaged"]);
    files.delete("flags.bin");
    watched.get("flags.bin")?.(["it is gone"]);
    await Promise.resolve();
    expect([[...watched.keys()], problems]).toEqual([["flags.json"], ["it is damaged"]]);
    watcher.close();
    expect(watched.size).toBe(0);
  });

  it("is that of no file once it was closed, even if it was about to be another", async () => {
    files.clear();
    const watcher = follow();
    files.delete("flags.bin");
    watched.get("flags.bin")?.(["it is gone"]);
    watcher.close();
    await Promise.resolve();
    expect(watched.size).toBe(0);
  });
});

describe("flagstone serve", () => {
  it("answers the real providers over loopback", async () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    try {
      await OpenFeature.setProviderAndWait("serve", new OFREPProvider({ baseUrl: served.url }));
      const client = OpenFeature.getClient("serve");
      expect(await client.getStringValue("layout", "", { targetingKey: "acme" })).toBe("two_page");
      expect(await client.getBooleanDetails("teams", true, { targetingKey: "nobody" })).toMatchObject({
        value: false,
        variant: "off",
        flagMetadata: { owner: "growth" },
      });
      const provider = new OFREPWebProvider({ baseUrl: served.url, pollInterval: 0, cacheMode: "disabled" });
      await Page.setProviderAndWait("serve", provider as Provider, { targetingKey: "acme" });
      expect(Page.getClient("serve").getObjectValue("limits", {})).toEqual({ results: 500 });
      expect(Page.getClient("serve").getBooleanDetails("payments", false).errorCode).toBe("FLAG_NOT_FOUND");
    } finally {
      await OpenFeature.close();
      await Page.close();
    }
  });

  it("reports its health, and logs requests without their content", async () => {
    const health = await fetch(`${served.url}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { status: "ok", digest: JSON.parse(bundleTextOf(doorTree())).digest },
    ]);
    expect(await ask(`${path}/nothing`, { context: { account: "a-secret" } })).toMatchObject({ status: 404 });
    expect(await ask("/other")).toMatchObject({ status: 404 });
    await vi.waitFor(() =>
      expect(served.log()).toMatch(/^\d{4}-\S+Z POST \/ofrep\/v1\/evaluate\/flags\/nothing 404 \d+ ms$/m),
    );
    expect(served.log()).not.toContain("a-secret");
  });

  it("picks up new data, and keeps the last good data", async () => {
    const put = (text: string): void => {
      writeFileSync(join(folder, "next.json"), text);
      renameSync(join(folder, "next.json"), join(folder, "generated/flags.json"));
    };
    const payments = doorFile("flags/payments.yaml").replace("default: true", "default: false");
    put(bundleTextOf(doorTree({ "flags/payments.yaml": payments })));
    await vi.waitFor(async () => expect((await ask(`${path}/payments`)).json.value).toBe(false), 5_000);
    put("{");
    await vi.waitFor(() => expect(served.log()).toContain("kept the last good flags: the bundle is not JSON"), 5_000);
    expect((await ask(`${path}/payments`)).json.value).toBe(false);
    expect(served.log()).toMatch(/^flags are now sha256-/m);
    put(bundleTextOf(doorTree()));
  });

  it.each([
    [["--scope", "acount"], "flagstone: unknown scope `acount`; did you mean `account`?\n"],
    [["--environment", "stagign"], "flagstone: unknown environment `stagign`; did you mean `staging`?\n"],
    [["--port", "65536"], expect.stringContaining("65535")],
    [["--host", "203.0.113.1"], expect.stringContaining("flagstone: cannot listen on `203.0.113.1`, port 8016: ")],
  ])("does not start with a mistake: %j", async (words, message) => {
    expect(await callFlagstone(["serve", ...words], folder)).toEqual({ status: 2, stdout: "", stderr: message });
  });

  it("says if its port is taken", async () => {
    const port = new URL(served.url).port;
    const { status, stderr } = await callFlagstone(["serve", "--port", port], folder);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`port ${port}: `)]);
  });

  it("says what is missing", async () => {
    rmSync(join(folder, "generated/ofrep.js"));
    expect((await callFlagstone(["serve"], folder)).stderr).toBe(
      'flagstone: there is no `generated/ofrep.js`: add `"outputs": ["ofrep"]` to the config, and run `flagstone build`\n',
    );
    rmSync(join(folder, "generated"), { recursive: true });
    expect((await callFlagstone(["serve"], folder)).stderr).toBe(
      "flagstone: nothing has been built yet: run `flagstone build`\n",
    );
    expect((await callFlagstone(["serve"], around)).status).toBe(2);
    writeOutputs(join(folder, "generated"), emit(modelsOf(doorTree()), assets()));
  });

  it.skipIf(process.platform === "win32")("finishes open requests after a signal", async () => {
    const { hostname, port } = new URL(served.url);
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    const closed = new Promise((resolve) => socket.on("close", resolve));
    const body = '{ "context": { "account": "acme" } }';
    const half = body.length / 2;
    socket.write(
      `POST ${path}/teams HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, half)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    served.process.kill("SIGTERM");
    await vi.waitFor(() => expect(served.log()).toContain("ending"), 5_000);
    await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
    socket.write(body.slice(half));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"value":true/);
    expect(await served.ended).toBe(0);
    expect(served.log()).toMatch(/ended\n$/);
  });

  it.skipIf(process.platform === "win32")("ends at once after a second signal", async () => {
    served = await startServing();
    const { hostname, port } = new URL(served.url);
    const socket = connect(Number(port), hostname).on("error", () => {});
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    served.process.kill("SIGINT");
    await vi.waitFor(() => expect(served.log()).toContain("ending"), 5_000);
    served.process.kill("SIGINT");
    expect(await served.ended).toBe(130);
    expect(served.log()).toContain("ended at once");
  });
});
