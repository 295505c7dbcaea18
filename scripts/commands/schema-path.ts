import type { EditContext } from "../edit/context.ts";
import { packageName } from "./package-name.ts";

/** At most this many folders above an instance are searched for packages that it can import. */
const highest = 8;

/**
 * The path from a file of an instance to the schema of its kind: in the package that is installed for the instance, or
 * is the instance itself; if none is found yet, where it will be once it is installed.
 */
export function schemaPath({ host, tree }: EditContext, path: string, kind: string): string {
  const up = "../".repeat(path.split("/").length - 1);
  const file = `schema/${kind}.schema.json`;
  if (packageName(tree) === "flagstone") return `${up}${file}`;
  const usual = `node_modules/flagstone/${file}`;
  for (let steps = 0; steps < highest; steps++) {
    const above = "../".repeat(steps);
    if (host.readFile(`${tree.root}/${above}${usual}`) !== undefined) return `${up}${above}${usual}`;
  }
  return `${up}${usual}`;
}
