import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../model/text/words.ts";
import { isRoot } from "./find-root.ts";

/** At most this many folders are looked at, so that a call in a home folder also fails soon. */
const mostFolders = 2_000;

/**
 * The instances below a folder, as paths relative to it with `/`, in order. The nearest folders come first; hidden
 * folders, `node_modules` and the inside of instances are not searched.
 */
export function findInstancesBelow(directory: string): readonly string[] {
  const found: string[] = [];
  const queue = foldersIn(directory, "");
  for (let index = 0; index < Math.min(queue.length, mostFolders); index++) {
    const path = queue[index] as string;
    if (isRoot(join(directory, path))) found.push(path);
    else queue.push(...foldersIn(directory, path));
  }
  return found.sort(compareText);
}

function foldersIn(directory: string, path: string): string[] {
  try {
    return readdirSync(join(directory, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map(({ name }) => (path === "" ? name : `${path}/${name}`));
  } catch {
    return [];
  }
}
