import type { Line, Version, Versions } from "../model/repository.ts";
import { nameOf } from "../model/tree.ts";
import { readObjects } from "./git-objects.ts";
import type { Git } from "./run-git.ts";

/** A file as one commit changed it. */
interface Step extends Pick<Version, "path" | "commit" | "at" | "isFirst"> {
  readonly name: string;
  /** Undefined if the commit removed it. */
  readonly object: string | undefined;
}

/** For each name, what each commit of a line made of the files that have it, newest first. */
export function readVersions(git: Git, { commits, isWhole }: Line, names: ReadonlySet<string>): Versions {
  const steps = commits.flatMap(stepsOf).filter(({ name }) => names.has(name));
  const present = [...new Set(steps.flatMap(({ object }) => object ?? []))];
  const texts = new Map(readObjects(git, present).map((found, index) => [present[index], found]));
  const byName = new Map<string, Version[]>([...names].map((name) => [name, []]));
  for (const { name, object, ...step } of steps) {
    const found = texts.get(object);
    const text = found?.kind === "text" ? found.text : undefined;
    byName.get(name)?.push({ ...step, text, isGone: object === undefined, isMissing: found?.kind === "absent" });
  }
  return { byName, isWhole };
}

/** The files that a commit changed; for one that it moved, only the new path. */
function stepsOf({ id, at, parents, changes }: Line["commits"][number]): readonly Step[] {
  const own = new Map<string, Step>();
  for (const { path, after } of changes) {
    const name = nameOf(path);
    if (after !== undefined || !own.has(name))
      own.set(name, { name, path, commit: id, at, isFirst: parents.length === 0, object: after });
  }
  return [...own.values()];
}
