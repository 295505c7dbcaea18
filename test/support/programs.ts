import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesOf } from "./fences.ts";
import { repository } from "./shipped-instance.ts";

/** The programs that services are compiled, bundled and tested with. */
export const programs = join(repository, "test/clients/programs/node_modules");

/**
 * A service in its own folder: these files, and the shipped flags as the package `@acme/flags`, as the guide makes
 * it; and some of the programs' packages.
 */
export function makeService(files: Readonly<Record<string, string>>, packages: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "flagstone-service-"));
  const flags = join(folder, "node_modules/@acme/flags");
  mkdirSync(flags, { recursive: true });
  const guide = readFileSync(join(repository, "docs/getting-started.md"), "utf8");
  writeFileSync(join(flags, "package.json"), filesOf(guide, "adopt ")["package.json"] ?? "");
  cpSync(join(repository, "generated"), join(flags, "generated"), { recursive: true });
  for (const name of packages) {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(programs, name), join(folder, "node_modules", name), "junction");
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  return folder;
}

/** What a Node.js script prints, on either stream, and its exit code. */
export function runNode(folder: string, ...words: readonly string[]): Promise<{ status: number; text: string }> {
  const env = {
    ...process.env,
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
    NODE_OPTIONS: undefined,
    VITEST: undefined,
    NODE_ENV: undefined,
  };
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      words,
      { cwd: folder, env, encoding: "utf8" },
      (error: ExecFileException | null, out, err) =>
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), text: `${out}${err}` }),
    ),
  );
}
