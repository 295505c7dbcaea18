import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The load of the machine over the last minute: processes that run or are waiting to. */
export function loadOf() {
  return loadavg()[0].toFixed(1);
}

/** What a reader needs to know about a run, in lines: date, machine and versions; `loadBefore` is the load at its start. */
export function factsOf(date, loadBefore) {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const versions = Object.keys(read(`${here}package.json`).dependencies).map(
    (name) => `${name} ${versionOf(here, name)}`,
  );
  return [
    `Date: ${date}, at commit ${commit()}`,
    `Machine: ${availableParallelism()} cores (${cpus()[0].model.trim()}), ${gigabytes} GB of memory, ${process.platform} ${process.arch}`,
    `Load of the machine: ${loadBefore} at the start, ${loadOf()} at the end; above 1 a core, times are longer than they need be`,
    `Node ${process.versions.node}, TypeScript ${versionOf(`${here}../../`, "typescript")}`,
    `Beside: ${versions.join(", ")}`,
  ];
}

function versionOf(folder, name) {
  return read(`${folder}node_modules/${name}/package.json`).version;
}

function commit() {
  const { stdout, status } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: here, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}
