import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * The root of the git repository of a folder, found without git: the nearest folder from there upwards with `.git`,
 * either a folder or a file that points to one; undefined if there is none.
 */
export function findWorkTree(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (isGit(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The path from the root to a folder, with `/` at its end; undefined if there is no such root. */
export function prefixWithoutGit(directory: string): string | undefined {
  const real = realpathSync(directory);
  const root = findWorkTree(real);
  if (root === undefined) return undefined;
  return relative(root, real)
    .split(sep)
    .map((name) => (name === "" ? "" : `${name}/`))
    .join("");
}

/** Git ignores a folder `.git` without a HEAD too. */
function isGit(path: string): boolean {
  try {
    return statSync(path).isDirectory()
      ? statSync(join(path, "HEAD"), { throwIfNoEntry: false }) !== undefined
      : readFileSync(path, "utf8").startsWith("gitdir:");
  } catch {
    return false;
  }
}
