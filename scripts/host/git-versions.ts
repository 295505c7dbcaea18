import type { Version } from "../model/repository.ts";
import { nameOf } from "../model/tree.ts";
import { readFirstParents } from "./git-first-parents.ts";
import { readObjects } from "./git-objects.ts";
import type { Git } from "./run-git.ts";

/** A file as one commit changed it. */
interface Step {
  readonly name: string;
  readonly path: string;
  readonly at: number;
  readonly isFirst: boolean;
  /** Undefined where the commit took it away. */
  readonly object: string | undefined;
}

/** By name, what each commit of the first-parent line made of the files that bear it, newest first. */
export function readVersions(
  git: Git,
  commit: string,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly Version[]> {
  const steps = stepsOf(git, commit).filter(({ name }) => names.has(name));
  const present = steps.flatMap(({ object }) => object ?? []);
  const texts = new Map(readObjects(git, present).map((found, index) => [present[index], found]));
  const versions = new Map<string, Version[]>([...names].map((name) => [name, []]));
  for (const { name, path, at, isFirst, object } of steps) {
    const found = texts.get(object);
    const text = found?.kind === "text" ? found.text : undefined;
    versions.get(name)?.push({ path, at, isFirst, text, isGone: object === undefined });
  }
  return versions;
}

/** The files that each commit changed; of one that it moved, only where it went. */
function stepsOf(git: Git, commit: string): readonly Step[] {
  return readFirstParents(git, commit).flatMap(({ at, parents, changes }) => {
    const own = new Map<string, Step>();
    for (const { path, after } of changes) {
      const name = nameOf(path);
      if (after !== undefined || !own.has(name))
        own.set(name, { name, path, at, isFirst: parents.length === 0, object: after });
    }
    return [...own.values()];
  });
}
