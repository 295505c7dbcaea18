import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

/**
 * Whether a program that a test of clients talks to is missing, and the test to be skipped: one on the PATH, or a
 * package of node_modules by its path there. It says so; where `CI` is set, a missing program is an error.
 */
export function isMissing(name: string): boolean {
  const isThere = name.startsWith("node_modules/")
    ? existsSync(join(repository, name))
    : spawnSync(name, ["--version"], { stdio: "ignore" }).error === undefined;
  if (isThere) return false;
  if (process.env.CI) throw new Error(`${name} is not installed`);
  console.warn(`${name} is not installed: its tests are skipped`);
  return true;
}
