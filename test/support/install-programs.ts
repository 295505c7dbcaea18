import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./shipped-instance.ts";

const folder = join(repository, "test/clients/programs");

/** Installs what the lock file of test/clients/programs names, unless just that is there. */
export function installPrograms(): void {
  if (isInstalled()) return;
  const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", words, { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
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
