import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

const folder = join(repository, "test/clients/programs");

/** While this folder exists, another test file is installing. */
const installing = join(folder, ".installing");

/** Installs the lock file of test/clients/programs, unless it is already installed; test files take turns. */
export function installPrograms(): void {
  for (let waited = 0; !isInstalled(); waited++) {
    try {
      mkdirSync(installing);
    } catch {
      if (waited > 540) throw new Error(`nothing was installed for 9 minutes; remove ${installing}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
      continue;
    }
    try {
      const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      if (!isInstalled())
        execFileSync("npm", words, { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
      return;
    } finally {
      rmdirSync(installing);
    }
  }
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
}

function isInstalled(): boolean {
  const read = (path: string): LockFile["packages"] =>
    (JSON.parse(readFileSync(join(folder, path), "utf8")) as LockFile).packages;
  if (!existsSync(join(folder, "node_modules/.package-lock.json"))) return false;
  const there = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json")).every(
    ([path, { version, optional }]) => path === "" || optional === true || there[path]?.version === version,
  );
}
