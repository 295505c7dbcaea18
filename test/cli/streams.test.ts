import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { whyTooOld } from "../../scripts/cli/node-version.ts";

const command = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const configured = { name: "acme", flagstone: { scopes: { account: {} }, owners: ["growth"] } };
const flag = `flag: new_checkout
description: Customers see the new checkout page.
owner: growth
scope: account
expires: 2099-03-31
default: false
enabled:
  account: [acme]
`;
let root = "";

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "flagstone streams ")));
  fs.mkdirSync(join(root, "flags"));
  fs.writeFileSync(join(root, "package.json"), JSON.stringify(configured));
  fs.writeFileSync(join(root, "flags/new_checkout.yaml"), flag);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** A module that node loads before the command. */
function preloaded(source: string): readonly string[] {
  return ["--import", `data:text/javascript,${encodeURIComponent(source)}`];
}

describe("an output that cannot be written", () => {
  /** Runs the command with a file as standard output or standard error. */
  function into(file: string, flags: string, words: readonly string[], stream: 1 | 2 = 1) {
    const handle = fs.openSync(file, flags);
    const stdio = ["ignore", ...([1, 2] as const).map((each) => (each === stream ? handle : "pipe"))] as never;
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], { cwd: root, stdio });
    fs.closeSync(handle);
    return { status, said: String((stream === 1 ? stderr : stdout) ?? "") };
  }

  it
    .skipIf(!fs.existsSync("/dev/full"))
    .each([["check"], ["check --format json"], ["code"], ["enable new_checkout globex"]])(
    "is one sentence and exit code 2 if the disk is full: %s",
    (words) => {
      expect(into("/dev/full", "w", words.split(" "))).toEqual({
        status: 2,
        said: "flagstone: cannot write the output: the disk is full\n",
      });
    },
  );

  it("is reported in the same way if it is open for reading only", () => {
    expect(into(join(root, "package.json"), "r", ["check"])).toEqual({
      status: 2,
      said: "flagstone: cannot write the output: it is not open for writing\n",
    });
  });

  it.skipIf(!fs.existsSync("/dev/full"))("is exit code 2 if there is nowhere left to report it", () => {
    expect(into("/dev/full", "w", ["explain", "nothing"], 2).status).toBe(2);
    expect(into("/dev/full", "w", ["enable", "new_checkout", "globex"], 2).status).toBe(2);
  });

  it("is reported in the same way if the reader of a pipe is gone, even without findings", async () => {
    const child = spawn(process.execPath, [command, "check"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const said = child.stderr.toArray();
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect({ status, said: Buffer.concat(await said).toString() }).toEqual({
      status: 2,
      said: "flagstone: cannot write the output: its reader has closed it\n",
    });
  });
});

describe("an edit that asks at a terminal", () => {
  const atTerminal = preloaded(
    "Object.defineProperty(process.stdin, 'isTTY', { value: true }); Object.defineProperty(process.stderr, 'isTTY', { value: true });",
  );

  it.each([
    ["y\r", 0],
    ["n\r", 1],
    ["\r", 1],
    ["\u0004", 1],
    ["\u0003", 130],
    ["yes\u0003", 130],
  ])("ends after the answer %j with exit code %i", (input, status) => {
    const words = [...atTerminal, command, "enable", "new_checkout", "globex"];
    const run = spawnSync(process.execPath, words, { cwd: root, input, encoding: "utf8" });
    expect(run.status).toBe(status);
    const isWritten = fs.readFileSync(join(root, "flags/new_checkout.yaml"), "utf8") !== flag;
    expect(isWritten).toBe(status === 0);
  });

  it("merges two customers if the user agrees, and `--yes` needs `--merge`", () => {
    const text = flag.replace("[acme]", "[acme, globex]");
    const run = (input: string, ...options: readonly string[]): number | null => {
      fs.writeFileSync(join(root, "flags/new_checkout.yaml"), text);
      const words = [...atTerminal, command, "rename", "account", "acme", "globex", "--no-alias", ...options];
      return spawnSync(process.execPath, words, { cwd: root, input }).status;
    };
    const written = (): string => fs.readFileSync(join(root, "flags/new_checkout.yaml"), "utf8");
    expect([run("n\r"), written()]).toEqual([1, text]);
    expect([run("", "--yes"), written()]).toEqual([2, text]);
    expect([run("", "--yes", "--merge"), written()]).toEqual([0, flag.replace("[acme]", "[globex]")]);
    expect([run("y\r"), written()]).toEqual([0, flag.replace("[acme]", "[globex]")]);
  });

  it.each([
    ["", 1, /\n$/],
    ["\u0003", 130, /\n$/],
    ["user\r", 1, /write this\?/],
    ["No Scope\r", 2, /cannot be the name of a scope/],
  ])("asks for what it needs before it writes anything: %j is %i", (input, status, said) => {
    const folder = join(root, "new");
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, "package.json"), "{}");
    const run = spawnSync(process.execPath, [...atTerminal, command, "init"], { cwd: folder, input, encoding: "utf8" });
    expect(run.stderr).toMatch(/^what do you call a customer.* \[account\]: /);
    expect(run.stderr).toMatch(said);
    expect([run.status, fs.readdirSync(folder)]).toEqual([status, ["package.json"]]);
  });

  it("exits as declined if one of several changes is declined", () => {
    for (const name of ["a.yaml", "b.yaml"]) fs.writeFileSync(join(root, name), "advanced:\n  feature_flags: x\n");
    const words = [...atTerminal, command, "bulk", "set", "new_checkout", "a.yaml", "b.yaml"];
    const run = spawnSync(process.execPath, words, { cwd: root, input: "y\rn\r", encoding: "utf8" });
    expect(run.status).toBe(1);
    const texts = ["a.yaml", "b.yaml"].map((name) => fs.readFileSync(join(root, name), "utf8"));
    expect(texts).toEqual(["advanced:\n  feature_flags: x,new_checkout\n", "advanced:\n  feature_flags: x\n"]);
  });

  it("is written completely before a signal interrupts the command", () => {
    const interrupting = preloaded(
      `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
      const { renameSync } = fs;
      fs.renameSync = (...words) => { process.kill(process.pid, process.env.SIGNAL); renameSync(...words); };
      syncBuiltinESMExports();`,
    );
    for (const [signal, status] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      fs.writeFileSync(join(root, "flags/new_checkout.yaml"), flag);
      const words = [...interrupting, command, "enable", "new_checkout", "globex", "--yes"];
      const run = spawnSync(process.execPath, words, { cwd: root, env: { ...process.env, SIGNAL: signal } });
      expect(run.status).toBe(status);
      expect(fs.readFileSync(join(root, "flags/new_checkout.yaml"), "utf8")).toContain("[acme, globex]");
    }
  });
});

describe("a version of Node.js", () => {
  it.each([
    ["18.20.8", true],
    ["20.18.3", true],
    ["8.17.0", true],
    ["20.19.0", false],
    ["20.100.0", false],
    ["24.0.0-nightly20250101", false],
    ["100.1.0", false],
  ])("%s is too old: %s", (version, isOld) => {
    expect(whyTooOld(version, "20.19") !== undefined).toBe(isOld);
  });

  it("that is too old gets one sentence with the minimum version, before anything else is loaded", () => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });";
    const alone = join(root, "cli.mjs");
    fs.copyFileSync(command, alone);
    const { status, stdout, stderr } = spawnSync(process.execPath, [...preloaded(old), alone, "check"], {
      cwd: root,
      encoding: "utf8",
    });
    const lowest = packageFile.engines.node.slice(2);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: `flagstone: needs Node.js ${lowest} or later, and this is 18.20.8\n`,
    });
    // Old versions must be able to parse this file, so it uses no newer syntax than functions, templates and destructuring.
    expect(fs.readFileSync(command, "utf8")).not.toMatch(
      /^\s*(?:import|export)\b(?!\()|\?\.|\?\?|\bawait\b|["']node:\w/m,
    );
  });
});

it("asks git for the place of the instance once, however many findings and formats there are", () => {
  const calls = join(root, "calls.txt");
  const folder = join(root, "bin");
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, "git"), `#!/bin/sh\necho call >> "${calls}"\nexit 128\n`, { mode: 0o755 });
  fs.writeFileSync(join(root, "flags/new_checkout.yaml"), `${flag}${"x: 1\ny: 2\nz: 3\n"}`);
  const formats = ["sarif", "gitlab", "github", "rdjson"].flatMap((format) => ["--report", `${format}=${format}.txt`]);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const run = spawnSync(process.execPath, [command, "check", "--format", "rdjson", ...formats], { cwd: root, env });
  expect(run.status).toBe(1);
  expect(fs.readFileSync(calls, "utf8")).toBe("call\n");
});
