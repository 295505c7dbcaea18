import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The load average of the last minute: how many processes run or wait to run. */
export function loadOf() {
  return loadavg()[0].toFixed(1);
}

/** The facts of a run: date, load, machine and versions; `loadBefore` is the load when it started. */
export function factsOf(date, loadBefore) {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const versions = Object.keys(read(`${here}package.json`).dependencies).map(
    (name) => `${name} ${versionOf(here, name)}`,
  );
  return [
    `Run on ${date} at commit ${commit()}`,
    `Load: ${loadBefore} at the start, ${loadOf()} at the end`,
    `Machine: ${availableParallelism()} cores (${cpus()[0].model.trim()}), ${gigabytes} GB of memory, ${process.platform} ${process.arch}`,
    `Node ${process.versions.node}, TypeScript ${versionOf(`${here}../../`, "typescript")}`,
    `Compared with: ${versions.join(", ")}`,
  ];
}

function versionOf(folder, name) {
  return read(`${folder}node_modules/${name}/package.json`).version;
}

function commit() {
  const { stdout, status } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: here, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}
