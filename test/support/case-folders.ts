import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Names that are in the folder of a case, but in no folder above one. */
const parts = new Set(["expected.txt", "command.txt", "head", "package.json", "flags", "groups"]);

/** The folder of a kind of cases. */
export function folderOf(kind: "check" | "edit" | "gate"): string {
  return fileURLToPath(new URL(`../cases/${kind}/`, import.meta.url));
}

/** The cases under a folder, by their paths, sorted; the folders above them group them by code or command. */
export function caseFolders(folder: string): readonly string[] {
  return [...walk(folder, "")].sort();
}

function walk(folder: string, prefix: string): readonly string[] {
  const entries = readdirSync(`${folder}/${prefix}`);
  if (entries.some((entry) => parts.has(entry))) return [prefix.slice(0, -1)];
  return entries.flatMap((entry) => walk(folder, `${prefix}${entry}/`));
}
