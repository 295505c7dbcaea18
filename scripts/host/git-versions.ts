import type { Version } from "../repository.ts";
import { nameOf } from "../tree.ts";
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
  const steps = log(git, commit).filter(({ name }) => names.has(name));
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
function log(git: Git, commit: string): readonly Step[] {
  const shape = ["--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "-z", "--relative"];
  const words = ["log", ...shape, "--format=commit %ct %P", "--end-of-options", commit, "--"];
  const output = git([...words, "package.json", "flags", "groups"])?.toString("utf8") ?? "";
  const steps: Step[] = [];
  let own = new Map<string, Step>();
  let at = 0;
  let isFirst = false;
  const parts = output.split("\0");
  for (let index = 0; index < parts.length; index++) {
    const part = (parts[index] ?? "").trimStart();
    const header = /^commit (\d+) (.*)$/.exec(part);
    const change = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [A-Z]$/.exec(part);
    if (header !== null) {
      steps.push(...own.values());
      own = new Map();
      at = Number(header[1]) * 1000;
      isFirst = header[2] === "";
    } else if (change !== null) {
      const path = parts[++index] ?? "";
      const name = nameOf(path);
      const object = /^0+$/.test(change[1] ?? "") ? undefined : change[1];
      if (object !== undefined || !own.has(name)) own.set(name, { name, path, at, isFirst, object });
    }
  }
  return [...steps, ...own.values()];
}
