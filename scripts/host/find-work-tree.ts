import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * The root of the git repository that a folder lies in, found without git: the nearest folder from there upwards with a
 * `.git`, a folder or a file that leads to one; undefined where there is none.
 */
export function findWorkTree(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (isGit(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The way from there to a folder, with `/` at its end; undefined where there is no such root. */
export function prefixWithoutGit(directory: string): string | undefined {
  const real = realpathSync(directory);
  const root = findWorkTree(real);
  if (root === undefined) return undefined;
  return relative(root, real)
    .split(sep)
    .map((name) => (name === "" ? "" : `${name}/`))
    .join("");
}

/** Git takes no notice of a folder `.git` without a HEAD either. */
function isGit(path: string): boolean {
  try {
    return statSync(path).isDirectory()
      ? statSync(join(path, "HEAD"), { throwIfNoEntry: false }) !== undefined
      : readFileSync(path, "utf8").startsWith("gitdir:");
  } catch {
    return false;
  }
}
