import type { Diagnostic } from "../model/diagnostic.ts";
import type { LineRange, Source } from "../model/text/source.ts";
import { nameOf, type Tree } from "../model/tree.ts";
import { changedLines } from "./changed-lines.ts";

/** Two trees as texts. */
export interface TreeComparison {
  readonly base: Tree;
  readonly head: Tree;
  /** Whether both have the same files with the same texts, and all of them could be read. */
  readonly isSame: boolean;
  /** By path in the head, the lines that the base does not have there, of each file that is not the same. */
  readonly touched: ReadonlyMap<string, readonly LineRange[]>;
  /** Where a file of the head stood on the base: one that moved to another folder bears its name still. */
  readonly earlierPath: (path: string) => string;
}

/** Compares two trees file by file. */
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
    if (old?.text !== source.text) touched.set(source.path, changedLines(old?.text ?? "", source.text));
  }
  const isWhole = base.diagnostics.length + head.diagnostics.length === 0;
  const isSame = isWhole && touched.size === 0 && moved.size === base.files.length + 1;
  return { base, head, isSame, touched, earlierPath: (path) => moved.get(path) ?? path };
}

/** Whether two trees have the same files with the same texts, however their lines end: git may end them otherwise than a disk. */
export function isSameTree(one: Tree, other: Tree): boolean {
  const textsOf = ({ config, files, diagnostics }: Tree): ReadonlyMap<string, string> =>
    new Map([
      ...diagnostics.map(({ span }): [string, string] => [span.source.path, ""]),
      ...[config, ...files].map(({ path, text }): [string, string] => [path, text.replaceAll("\r\n", "\n")]),
    ]);
  const [texts, own] = [textsOf(one), textsOf(other)];
  return texts.size === own.size && [...own].every(([path, text]) => texts.get(path) === text);
}

/** Tells of each finding about the head whether the base has it too, wherever in its file; of several alike, as many as there were. */
export function oldFindings(
  { earlierPath }: TreeComparison,
  found: readonly Diagnostic[],
): (finding: Diagnostic) => boolean {
  const keyOf = ({ code, message }: Diagnostic, path: string): string => JSON.stringify([code, path, message]);
  const counts = new Map<string, number>();
  for (const finding of found) {
    const key = keyOf(finding, finding.span.source.path);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (finding) => {
    const key = keyOf(finding, earlierPath(finding.span.source.path));
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left > 0;
  };
}
