import type { EditContext } from "../edit/context.ts";

/** So many folders above an instance packages may lie that it can import. */
const highest = 8;

/**
 * The way from a file of an instance to the schema of its kind: in the package that is installed for the instance, or is
 * the instance's own; where none is found yet, as it will be once it is.
 */
export function schemaPath({ host, tree }: EditContext, path: string, kind: string): string {
  const up = "../".repeat(path.split("/").length - 1);
  const file = `schema/${kind}.schema.json`;
  if (packageName(tree.config.text) === "flagstone") return `${up}${file}`;
  const usual = `node_modules/flagstone/${file}`;
  for (let steps = 0; steps < highest; steps++) {
    const above = "../".repeat(steps);
    if (host.readFile(`${tree.root}/${above}${usual}`) !== undefined) return `${up}${above}${usual}`;
  }
  return `${up}${usual}`;
}

function packageName(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly name?: unknown }).name;
  } catch {
    return undefined;
  }
}
