import type { Tree } from "../model/tree.ts";

/** The name in the package.json of an instance; undefined if it has none, or cannot be read. */
export function packageName({ config }: Pick<Tree, "config">): string | undefined {
  try {
    const { name } = JSON.parse(config.text.replace(/^\uFEFF/, "")) as { readonly name?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}
