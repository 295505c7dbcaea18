import type { Repository } from "../model/repository.ts";
import { authorsMerged, readFirstParents } from "./git-first-parents.ts";
import { readObjects } from "./git-objects.ts";
import { readTreeAt } from "./git-tree.ts";
import { readVersions } from "./git-versions.ts";
import { gitIn, lineOf } from "./run-git.ts";

/** The git repository that a folder lies in; undefined where there is none. */
export function openRepository(root: string): Repository | undefined {
  const git = gitIn(root);
  const line = (...words: string[]): string | undefined => lineOf(git(words));
  const [prefix, isShallow] = line("rev-parse", "--show-prefix", "--is-shallow-repository")?.split("\n") ?? [];
  if (prefix === undefined) return undefined;
  return {
    prefix,
    get upstream() {
      return line("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}");
    },
    isShallow: isShallow === "true",
    commitOf: (name) => line("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`),
    mergeBase: (one, other) => line("merge-base", one, other),
    readTree: (commit, known) => readTreeAt(git, root, commit, prefix, known),
    versions: (commit, names) => readVersions(git, commit, names),
    line: (commit) => readFirstParents(git, commit),
    texts: (objects) => {
      const found = readObjects(git, objects);
      const textOf = (index: number): string | undefined => {
        const object = found[index];
        return object?.kind === "text" ? object.text : undefined;
      };
      return new Map(objects.map((object, index) => [object, textOf(index)]));
    },
    authorsMerged: (commit) => authorsMerged(git, commit),
  };
}
