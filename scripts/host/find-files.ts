import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { compareText } from "../model/text/words.ts";
import { reasonOf } from "./error-reason.ts";

/** A file that words name, or a word that finds none, and why. */
export type FoundFile = { readonly path: string } | { readonly word: string; readonly problem: string };

/**
 * The files that words name: a path that is there stands for itself, whatever signs it has; any other word with signs of
 * a pattern for all files below the folder that match it, in order. A pattern after `!` takes files out again.
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
      // Folders are not entered by links, which may lead back to where the search began.
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

/** What a word has that is more than a path. */
const signs = /[*?[\]{}()!+@]/;
