import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Source } from "../../scripts/model/text/source.ts";

/** All files below a folder, with paths relative to it. */
export function filesIn(folder: string): readonly Source[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.length + 1).replaceAll("\\", "/"), text: readFileSync(path, "utf8") };
    });
}

/** Copies the contents of a folder into another, replacing existing files. */
export function copyInto(from: string, root: string): void {
  mkdirSync(root, { recursive: true });
  if (existsSync(from)) cpSync(from, root, { recursive: true });
}

/** Writes files below a folder. */
export function writeFiles(root: string, files: readonly Source[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
