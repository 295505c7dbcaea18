import type { Repository } from "../model/repository.ts";
import { withLineFeeds } from "../model/text/line-ends.ts";
import type { Source } from "../model/text/source.ts";
import { compareText } from "../model/text/words.ts";
import type { Tree } from "../model/tree.ts";
import type { BaseCommit } from "./base-commit.ts";

/**
 * The trees that a change is compared with: usually one. With several merge bases, each file is taken from the one that
 * changed it, as git does when it merges them; if both changed it, each tree has its own, and none is passed over.
 */
export function readBases(repository: Repository, { commits }: BaseCommit, known?: Tree): readonly [Tree, ...Tree[]] {
  const [first, ...others] = commits;
  const tree = repository.readTree(first, known);
  if (others.length === 0) return [tree];
  const trees = [tree, ...others.map((commit) => repository.readTree(commit, known))] as const;
  const [common, ...more] = others.length === 1 ? repository.mergeBases(first, others[0] ?? "") : [];
  const origin = common === undefined || more.length > 0 ? undefined : repository.readTree(common, known);
  const chosen = new Map(pathsOf(trees).map((path) => [path, choose(trees, origin, path)]));
  const merged = trees.map((each) => withChosen(each, chosen));
  const [one, ...rest] = merged as [Tree, ...Tree[]];
  return [one, ...rest.filter((each, index) => !merged.slice(0, index + 1).some((other) => isAlike(each, other)))];
}

/** What all bases have at a path; undefined if they differ, and null for no file. */
type Choice = Source | null | undefined;

function choose(trees: readonly Tree[], origin: Tree | undefined, path: string): Choice {
  if ([...trees, ...(origin === undefined ? [] : [origin])].some((tree) => isLost(tree, path))) return undefined;
  const sources = trees.map((tree) => sourceAt(tree, path));
  const old = origin === undefined ? undefined : textOf(sourceAt(origin, path));
  const isChanged = (source: Source | undefined): boolean => origin === undefined || textOf(source) !== old;
  const changed = sources.filter(isChanged);
  if (new Set(changed.map(textOf)).size > 1) return undefined;
  return (changed.length > 0 ? changed[0] : sources[0]) ?? null;
}

function textOf(source: Source | undefined): string | undefined {
  return source && withLineFeeds(source.text);
}

function withChosen(tree: Tree, chosen: ReadonlyMap<string, Choice>): Tree {
  const sources = [...chosen].flatMap(([path, choice]) =>
    choice === undefined ? (sourceAt(tree, path) ?? []) : (choice ?? []),
  );
  return {
    ...tree,
    config: sources.find(({ path }) => path === "package.json") ?? { path: "package.json", text: "" },
    files: sources.filter(({ path }) => path !== "package.json").sort((a, b) => compareText(a.path, b.path)),
  };
}

function isAlike(one: Tree, other: Tree): boolean {
  const paths = pathsOf([one, other]);
  return paths.every(
    (path) =>
      !isLost(one, path) && !isLost(other, path) && textOf(sourceAt(one, path)) === textOf(sourceAt(other, path)),
  );
}

function pathsOf(trees: readonly Tree[]): readonly string[] {
  const paths = trees.flatMap(({ config, files, diagnostics }) => [
    ...[config, ...files].map(({ path }) => path),
    ...diagnostics.map(({ span }) => span.source.path),
  ]);
  return [...new Set(paths)];
}

/** A package.json without a text does not exist. */
function sourceAt({ config, files }: Tree, path: string): Source | undefined {
  return [config, ...files].find((source) => source.path === path && source.text !== "");
}

function isLost({ diagnostics }: Tree, path: string): boolean {
  return diagnostics.some(({ span }) => span.source.path === path);
}
