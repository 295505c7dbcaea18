import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

/**
 * Whether a program that a client test needs is missing, so that the test must be skipped: a program on the PATH, or a
 * package by its path in node_modules. Logs a missing program; throws if `CI` is set.
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
