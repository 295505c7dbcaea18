import { readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import { writeGraph } from "./write-graph.ts";

/** What declarations have only for a later `load`. */
const forLoading: ReadonlySet<string> = new Set(["shape", "kinships"]);

/** What lite.js has in place of a bundle. */
export function liteData(bundle: Bundle): string {
  const { find } = readData(sourceOf(bundle));
  return JSON.stringify(writeGraph(bundle.environments.map(find), forLoading));
}
