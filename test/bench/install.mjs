import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const packages = (path) => JSON.parse(readFileSync(`${here}${path}`, "utf8")).packages;

/** Installs the packages of the lock file unless they are there already. */
export function installPeers() {
  if (isInstalled()) return;
  const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
  assert.equal(done.status, 0, "the packages of test/bench could not be installed");
}

function isInstalled() {
  if (!existsSync(`${here}node_modules/.package-lock.json`)) return false;
  const there = packages("node_modules/.package-lock.json");
  return Object.entries(packages("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional === true || there[path]?.version === version,
  );
}
