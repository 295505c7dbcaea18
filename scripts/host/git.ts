import { join } from "node:path";
import { remedyOf } from "../model/git-remedy.ts";
import { onceForText } from "../model/once-for.ts";
import type { Line, ObjectText, Repository } from "../model/repository.ts";
import { isInstance } from "./find-root.ts";
import { readApprovals } from "./git-approvals.ts";
import { readFirstParents } from "./git-first-parents.ts";
import { authorsMerged } from "./git-merges.ts";
import { readInTurn, readObjects } from "./git-objects.ts";
import { placesAt } from "./git-places.ts";
import { objectsAt, readTreeAt } from "./git-tree.ts";
import { readVersions } from "./git-versions.ts";
import { type Git, type GitRun, gitIn, gitOutputIn, lineOf, textOf } from "./run-git.ts";

/**
 * The git repository of a folder; undefined if it is in none. Git is asked at once for the commits of two names, which
 * will probably be compared, and for their merge bases.
 */
export function openRepository(root: string, base = "HEAD", head = "HEAD"): Repository | undefined {
  const git = remembering(gitIn(root));
  const line = (...words: string[]): string | undefined => lineOf(git(words));
  const where = ["--is-shallow-repository", "--show-prefix"];
  const range = ["--revs-only", "--end-of-options", `${commitNamed(base)}...${commitNamed(head)}`];
  // Some versions of git say nothing at all if a commit between the two is damaged.
  const said = line("rev-parse", ...where, ...range) ?? line("rev-parse", ...where) ?? "";
  // The path of a folder may have line breaks, and ends with a slash.
  const [, shallow, prefix, ids = ""] = /^(\w+)\n((?:[\s\S]*\/)?)\n?([0-9a-f^\n]*)$/.exec(said) ?? [];
  if (prefix === undefined) return undefined;
  // Nothing, if git does not know both names.
  const [own, tip, ...bases] = ids === "" ? [] : ids.split("\n").map((id) => id.replace("^", ""));
  const isShallow = shallow === "true";
  const promisors = onceForText((pattern) => line("config", "--get-regexp", pattern) ?? "");
  const isPartial = (): boolean => /\b(?:true|[1-9]\d*)$/m.test(promisors("^remote\\..*\\.promisor$"));
  const remedy = (): string => remedyOf({ isShallow, isPartial: isPartial() });
  const isStill = (place: string): boolean => isInstance(join(root, prefix.replaceAll(/[^/]+/g, ".."), place));
  // A repository is opened for a single command, so it may keep everything.
  const places = onceForText((commit) => placesAt(git, commit, prefix, isStill), Infinity);
  const placeAt = (commit: string): string => {
    const [place = prefix, ...others] = places(commit);
    return others.length > 0 ? prefix : place;
  };
  const lineTo = onceForText((commit): Line => readFirstParents(git, commit, placeAt(commit)), Infinity);
  return {
    prefix,
    get upstream() {
      return line("rev-parse", "--abbrev-ref=strict", "--symbolic-full-name", "@{upstream}");
    },
    get remote() {
      return line("config", "--get", "remote.origin.url") || undefined;
    },
    isShallow,
    get isPartial() {
      return isPartial();
    },
    commitOf: (name) =>
      (name === base ? tip : name === head ? own : undefined) ??
      // With `^` before it, git takes a name for what is left out.
      (name.startsWith("^")
        ? undefined
        : line("rev-parse", "--verify", "--quiet", "--end-of-options", commitNamed(name))),
    mergeBases: (one, other) =>
      one === tip && other === own
        ? bases
        : (textOf(git(["merge-base", "--all", one, other]))
            ?.split("\n")
            .filter((id) => id !== "") ?? []),
    placesAt: places,
    readTree: (commit, known) =>
      readTreeAt(git, { root, commit, prefix: placeAt(commit), checkout: prefix, remedy }, known),
    objectsAt: (commit, paths) => objectsAt(git, commit, placeAt(commit), paths),
    versions: (commit, names) => readVersions(git, lineTo(commit), names),
    line: lineTo,
    texts: (objects) =>
      new Map(
        readObjects(git, objects).flatMap((object, index): readonly [string, string | undefined][] =>
          object.kind === "absent" ? [] : [[objects[index] ?? "", object.kind === "text" ? object.text : undefined]],
        ),
      ),
    textsInTurn: async function* (objects): AsyncGenerator<ObjectText, undefined> {
      for await (const object of readInTurn(gitOutputIn(root), objects))
        yield { text: object.kind === "text" ? object.text : undefined, isMissing: object.kind === "absent" };
    },
    authorsMerged: (commits) => authorsMerged(git, commits),
    approvals: (commits) => readApprovals(git, commits),
  };
}

/**
 * The path from the root of the git repository to a folder, with `/` at its end, according to git; undefined if git
 * cannot say.
 */
export function prefixByGit(directory: string): string | undefined {
  return lineOf(gitIn(directory)(["rev-parse", "--show-prefix"]));
}

/** The same git, with a cache for the files of commits, which never change. */
function remembering(git: Git): Git {
  const known = new Map<string, GitRun>();
  return (words, input, options) => {
    if (words[0] !== "ls-tree") return git(words, input, options);
    const key = JSON.stringify(words);
    const run = known.get(key) ?? git(words, input, options);
    known.set(key, run);
    return run;
  };
}

/** What git calls the commit that a name leads to, perhaps through a tag. */
function commitNamed(name: string): string {
  return `${name}^{commit}`;
}
