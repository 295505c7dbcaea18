import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { journalName } from "../../scripts/host/journal.ts";
import { recover } from "../../scripts/host/recover.ts";
import { isMissing } from "../support/counterpart.ts";
import { repository } from "../support/shipped-instance.ts";

// Debian packages: util-linux

const files = Array.from({ length: 6 }, (_, index) => `file-${index}`);

/** A program that writes files into its folder, with a delay before each. */
const slowWriter = `
import * as fs from "node:fs";
import { writeAll } from "./scripts/host/write-all.ts";
const pause = new Int32Array(new SharedArrayBuffer(4));
const renameSync = (from, to) => { Atomics.wait(pause, 0, 0, 700); fs.renameSync(from, to); };
const [root, ...paths] = process.argv.slice(2);
const told = writeAll(root, root, paths.map((path) => ({ path, text: "new" })), { ...fs, renameSync });
if (told !== undefined) { console.error(told); process.exit(1); }
`;

/** The machine for recovery as in a command, with a real clock. */
const machine = {
  now: () => Date.now(),
  isTracked: () => undefined,
  wait: (time: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time),
};

/** Whether this machine forbids namespaces, as some containers do; logs it. */
function isForbidden(): boolean {
  const { status } = spawnSync(
    "unshare",
    ["--user", "--map-root-user", "--uts", "--pid", "--fork", "--mount-proc", "true"],
    { stdio: "ignore" },
  );
  if (status !== 0) console.warn("namespaces are forbidden here: the test of containers is skipped");
  return status !== 0;
}

test.skipIf(isMissing("unshare") || isForbidden())(
  "a command leaves files alone that another one in a container is writing",
  async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "flagstone containers ")));
    try {
      const program = join(root, "writer.mjs");
      const stdin = { contents: slowWriter, resolveDir: repository };
      buildSync({ stdin, bundle: true, platform: "node", format: "esm", outfile: program });
      for (const path of files) writeFileSync(join(root, path), "old");
      const options = ["--user", "--map-root-user", "--uts", "--pid", "--fork", "--mount-proc"];
      const shell = ["sh", "-c", 'hostname elsewhere && exec "$@"', "sh"];
      const words = [...options, ...shell, process.execPath, program, root];
      const child = spawn("unshare", [...words, ...files], { stdio: ["ignore", "ignore", "pipe"] });
      let told = "";
      child.stderr.on("data", (text) => (told += text));
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      while (!existsSync(join(root, journalName)) && child.exitCode === null) await sleep(20);
      await sleep(1500);
      expect(told).toBe("");
      expect(recover(root, machine)).toBeUndefined();
      expect([await ended, told]).toEqual([0, ""]);
      expect(files.map((path) => readFileSync(join(root, path), "utf8"))).toEqual(files.map(() => "new"));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);
