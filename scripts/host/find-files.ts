import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { compareText } from "../model/text/words.ts";
import { reasonOf } from "./error-reason.ts";

/** A file that words name, or a word that finds no file, and why. */
export type FoundFile = { readonly path: string } | { readonly word: string; readonly problem: string };

/**
 * The files that words name: a path that exists stands for itself, whatever characters it has; any other word with the
 * characters of a pattern for all matching files below the folder, in order. A pattern after `!` excludes files.
 */
export async function findFiles(folder: string, words: readonly string[]): Promise<readonly FoundFile[]> {
  const named = words.map((word) => ({ word, isThere: existsSync(resolve(folder, word)) }));
  if (named.every(({ word, isThere }) => isThere || !signs.test(word))) return words.map((path) => ({ path }));
  // Loading it takes longer than the rest of a small command.
  const { default: glob } = await import("fast-glob");
  const isExcluding = ({ word, isThere }: (typeof named)[number]): boolean => !isThere && word.startsWith("!");
  const ignore = ["**/node_modules/**", ...named.filter(isExcluding).map(({ word }) => word.slice(1))];
  return named.flatMap((each): readonly FoundFile[] => {
    const { word, isThere } = each;
    if (isExcluding(each)) return [];
    if (isThere || !glob.isDynamicPattern(word)) return [{ path: word }];
    try {
      // Links are not followed into folders, since they may lead back to where the search began.
      const options = { cwd: folder, ignore, followSymbolicLinks: false, onlyFiles: false, objectMode: true } as const;
      const found = glob
        .sync(word, options)
        .filter(({ path, dirent }) => dirent.isFile() || (dirent.isSymbolicLink() && isFile(resolve(folder, path))))
        .map(({ path }) => path);
      return found.length === 0
        ? [{ word, problem: "no file matches" }]
        : found.sort(compareText).map((path) => ({ path }));
    } catch (error) {
      return [{ word, problem: `files that match cannot be looked for: ${reasonOf(error)}` }];
    }
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The characters of a word that is more than a path. */
const signs = /[*?[\]{}()!+@]/;
