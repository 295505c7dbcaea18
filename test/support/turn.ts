import { spawnSync } from "node:child_process";

/** The words that make a command wait while another one holds the same lock; none if there is no `flock`. */
export function inTurn(lock: string): readonly string[] {
  return spawnSync("flock", ["--version"], { stdio: "ignore" }).status === 0 ? ["flock", lock] : [];
}
