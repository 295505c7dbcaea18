import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Source } from "../../scripts/model/text/source.ts";

/** The package.json of examples without their own. */
const usualPackage = `${JSON.stringify(
  {
    name: "acme-flags",
    private: true,
    flagstone: {
      scopes: { account: { ignoreCase: true }, brand: { within: "account" }, domain: {}, user: {} },
      owners: ["accounting", "growth", "widgets"],
    },
  },
  null,
  2,
)}\n`;

/** Runs `use` with a new folder for an instance, then deletes the folder and its parent. */
export function withInstance<Result>(use: (root: string) => Result): Result {
  const around = realpathSync(mkdtempSync(join(tmpdir(), "flagstone-")));
  const root = join(around, "instance");
  mkdirSync(root);
  const remove = (): void => rmSync(around, { recursive: true, force: true });
  try {
    const result = use(root);
    if (result instanceof Promise) return result.finally(remove) as Result;
    remove();
    return result;
  } catch (error) {
    remove();
    throw error;
  }
}

/** Writes the usual package.json if a folder has none. */
export function completeInstance(root: string): void {
  if (existsSync(join(root, "package.json"))) return;
  writeFileSync(join(root, "package.json"), usualPackage);
}

/** The files, with the usual package.json if they have none. */
export function completeFiles(files: readonly Source[]): readonly Source[] {
  if (files.some(({ path }) => path === "package.json")) return files;
  return [...files, { path: "package.json", text: usualPackage }];
}
