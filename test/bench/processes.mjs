import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The folder of the repository, and the built command. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
export const cli = join(root, "dist/cli.js");

/** The path of a program that takes a measurement in a separate process. */
export function child(name) {
  return join(here, "children", `${name}.mjs`);
}

/** Runs node to its end; throws with its output if it exits with another code than expected. */
function run(words, { cwd = root, status = 0, stdio = ["ignore", "pipe", "pipe"] } = {}) {
  const done = spawnSync(process.execPath, words, { cwd, stdio, encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(done.status, status, `node ${words.join(" ")}: ${done.signal ?? ""} ${done.stdout}${done.stderr}`);
  return done;
}

/** The milliseconds that a node process takes from start to end. */
export function timeProcess(words, options) {
  const began = performance.now();
  run(words, options);
  return performance.now() - began;
}

/** The same, with the peak memory of the process in megabytes. */
export function weighProcess(words, options) {
  const began = performance.now();
  const { output } = run(["--require", join(here, "children/peak.cjs"), ...words], {
    ...options,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  return { ms: performance.now() - began, MB: Number(output[3]) };
}

/** Runs one of the programs with a request, and returns the JSON that it prints. */
export function askChild(name, request, flags = []) {
  return JSON.parse(run([...flags, child(name), JSON.stringify(request)]).stdout);
}
