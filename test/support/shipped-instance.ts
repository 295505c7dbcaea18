import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTree } from "../../scripts/host/read-tree.ts";
import type { Tree } from "../../scripts/model/tree.ts";
import { assets, emit, writeOutputs } from "./built.ts";
import { environment } from "./environment.ts";
import { modelsOf } from "./trees.ts";

/** The absolute path of this repository, which is itself an instance. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The instance in this repository. */
export function shippedTree(): Tree {
  return readTree(repository);
}

/** Copies the shipped instance as a built clone: in git, with `origin/main` at its only commit. */
export function copyInstance(to: string): void {
  for (const path of ["package.json", "flags", "groups"])
    cpSync(join(repository, path), join(to, path), { recursive: true });
  mkdirSync(join(to, "generated"), { recursive: true });
  writeOutputs(join(to, "generated"), emit(modelsOf(shippedTree()), assets()));
  for (const words of ["init --quiet --initial-branch=main", "add --all", "commit --quiet --message instance"])
    execFileSync("git", words.split(" "), { cwd: to, env: environment });
  execFileSync("git", ["update-ref", "refs/remotes/origin/main", "HEAD"], { cwd: to, env: environment });
}
