import { spawnSync } from "node:child_process";

/** What makes a command wait until no other with the same lock runs; nothing where there is no `flock`. */
export function inTurn(lock: string): readonly string[] {
  return spawnSync("flock", ["--version"], { stdio: "ignore" }).status === 0 ? ["flock", lock] : [];
}
