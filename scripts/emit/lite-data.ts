import { readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import { writeGraph } from "./write-graph.ts";

/** Parts of declarations that only a later `load` needs. */
const forLoading: ReadonlySet<string> = new Set(["shape", "kinships"]);

/** The data that lite.js has instead of a bundle. */
export function liteData(bundle: Bundle): string {
  const { find } = readData(sourceOf(bundle));
  return JSON.stringify(writeGraph(bundle.environments.map(find), forLoading));
}
