import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** What a reader needs to know of a run, in lines: when, on what, and which versions. */
export function factsOf(date) {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const versions = Object.keys(read(`${here}package.json`).dependencies).map(
    (name) => `${name} ${versionOf(here, name)}`,
  );
  return [
    `Date: ${date}, at commit ${commit()}`,
    `Machine: ${availableParallelism()} cores (${cpus()[0].model.trim()}), ${gigabytes} GB of memory, ${process.platform} ${process.arch}`,
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
