import { isDocumentPath } from "../model/tree.ts";
import { isConfig } from "./find-root.ts";
import { readObjects } from "./git-objects.ts";
import { list } from "./git-tree.ts";
import type { Git } from "./run-git.ts";

/**
 * Where a commit has an instance: at its current place, or else at the places of instances for which `isStill` is
 * false; each with `/` at its end. Also empty if git lacks a folder of the commit.
 */
export function placesAt(
  git: Git,
  commit: string,
  prefix: string,
  isStill: (prefix: string) => boolean,
): readonly string[] {
  const own = list(git, [commit, "--", ...["package.json", "flags", "groups"].map((name) => prefix + name)]);
  if (own === undefined || own.some(({ path }) => path !== `${prefix}package.json`)) return [prefix];
  if (areConfigs(git, own)[0]) return [prefix];
  const items = list(git, [commit]) ?? [];
  const documented = new Set(items.flatMap(({ path }) => foldersOf(path)));
  const files = items.filter(({ path }) => {
    const folder = /^((?:.*\/)?)package\.json$/.exec(path)?.[1];
    return folder !== undefined && documented.has(folder) && !/(?:^|\/)node_modules\//.test(folder);
  });
  const configured = areConfigs(git, files);
  return files
    .filter((_, index) => configured[index])
    .map(({ path }) => path.slice(0, -"package.json".length))
    .filter((each) => !isStill(each));
}

/** The folders of the instances that a file may be a document of. */
function foldersOf(path: string): readonly string[] {
  if (!isDocumentPath(path)) return [];
  return [...path.matchAll(/(?<=^|\/)(?:flags|groups)\//g)].map(({ index }) => path.slice(0, index));
}

/** Whether each of some files package.json has the key `flagstone`; one that git lacks may have it. */
function areConfigs(git: Git, files: readonly { readonly object: string }[]): readonly boolean[] {
  const objects = readObjects(
    git,
    files.map(({ object }) => object),
  );
  return objects.map((object) => object.kind === "absent" || (object.kind === "text" && isConfig(object.text)));
}
