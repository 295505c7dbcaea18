import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The nearest folder, from `directory` upwards, whose package.json has the key `flagstone` or is next to a folder of
 * documents, so that the missing key can be reported; undefined if there is none.
 */
export function findRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Whether a folder is taken for an instance. */
export function isRoot(folder: string): boolean {
  const file = join(folder, "package.json");
  return hasConfig(file) || (existsSync(file) && hasDocuments(folder));
}

/** Whether a folder has an instance: package.json with the key, and a folder of documents. */
export function isInstance(folder: string): boolean {
  return hasConfig(join(folder, "package.json")) && hasDocuments(folder);
}

function hasConfig(file: string): boolean {
  try {
    return isConfig(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}

/**
 * Whether a package.json has the key. A broken one still belongs to the instance, so that its error is reported where
 * it is.
 */
export function isConfig(content: string): boolean {
  const text = content.replace(/^\uFEFF/, "");
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, "flagstone");
  } catch {
    return /"flagstone"\s*:\s*\{/.test(text);
  }
}

function hasDocuments(folder: string): boolean {
  return ["flags", "groups"].some((name) => existsSync(join(folder, name)));
}
