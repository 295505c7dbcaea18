import { hasErrors } from "../model/diagnostic.ts";
import { withLineFeeds } from "../model/text/line-ends.ts";
import type { LineRange, Source } from "../model/text/source.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { changedLines } from "./changed-lines.ts";

/** The textual comparison of two trees. */
export interface TreeComparison {
  readonly base: Tree;
  readonly head: Tree;
  /** Whether both have the same files with the same texts, and all of them could be read. */
  readonly isSame: boolean;
  /** By path in the head, the lines of each changed file that the base does not have there. */
  readonly touched: ReadonlyMap<string, readonly LineRange[]>;
  /** Where a file of the head was on the base: a file that moved to another folder keeps its name. */
  readonly earlierPath: (path: string) => string;
}

/** Compares two trees file by file, ignoring line endings. */
export function compareTrees(base: Tree, head: Tree): TreeComparison {
  const before = new Map([base.config, ...base.files].map((source) => [source.path, source]));
  const after = new Set(head.files.map(({ path }) => path));
  const gone = new Map(
    base.files.filter(({ path }) => !after.has(path)).map((source) => [nameOf(source.path), source]),
  );
  const earlier = ({ path }: Source): Source | undefined => before.get(path) ?? gone.get(nameOf(path));
  const moved = new Map<string, string>();
  const touched = new Map<string, readonly LineRange[]>();
  for (const source of [head.config, ...head.files]) {
    const old = earlier(source);
    if (old !== undefined) moved.set(source.path, old.path);
    const [text, own] = [withLineFeeds(old?.text ?? ""), withLineFeeds(source.text)];
    if (old === undefined || text !== own) touched.set(source.path, changedLines(text, own));
  }
  const isWhole = !hasErrors(base.diagnostics) && !hasErrors(head.diagnostics);
  const isSame = isWhole && touched.size === 0 && moved.size === base.files.length + 1;
  return { base, head, isSame, touched, earlierPath: (path) => moved.get(path) ?? path };
}

/** Whether two trees have the same files with the same texts, ignoring line endings, which git may change. */
export function isSameTree(one: Tree, other: Tree): boolean {
  const textsOf = ({ config, files, diagnostics }: Tree): ReadonlyMap<string, string> =>
    new Map([
      ...diagnostics.flatMap(({ severity, span }): [string, string][] =>
        severity === "error" ? [[span.source.path, ""]] : [],
      ),
      ...[config, ...files].map(({ path, text }): [string, string] => [path, withLineFeeds(text)]),
    ]);
  const [texts, own] = [textsOf(one), textsOf(other)];
  return texts.size === own.size && [...own].every(([path, text]) => texts.get(path) === text);
}
