import { readData } from "../runtime/declare/live-data.ts";
import { sourceOf } from "../runtime/declare/source.ts";
import type { Bundle } from "../runtime/shapes/bundle.ts";
import { type IdIndex, recordsOf } from "../runtime/tables/id-index.ts";
import type { IdMap } from "../runtime/tables/id-map.ts";
import { writeGraph } from "./write-graph.ts";

/** Parts of declarations that only a later `load` needs. */
const forLoading: ReadonlySet<string> = new Set(["shape", "kinships"]);

/** The data that lite.js has instead of a bundle. */
export function liteData(bundle: Bundle): string {
  const { first, find } = readData(sourceOf(bundle));
  const maps = new Map<IdIndex, IdMap>();
  // Environments share equal tables.
  const mapped = (index: IdIndex): IdMap => {
    const map = maps.get(index) ?? mapOf(index);
    maps.set(index, map);
    return map;
  };
  const identities = first.identities.map(
    (own) => own && { ...own, children: own.children.map(({ scope, links }) => ({ scope, links: mapped(links) })) },
  );
  const environments = bundle.environments.map((environment) => {
    const { findState: _, ...data } = find(environment);
    return { ...data, identities, tables: data.tables.map(mapped) };
  });
  return JSON.stringify(writeGraph(environments, forLoading));
}

/** A table, or links, with a map in place of the index. */
function mapOf(index: IdIndex): IdMap {
  const { few, untilFew: ____, stateBytes: _, buckets: __, records: ___, prefixes, ...others } = index;
  return {
    ...others,
    states: new Map(few === undefined ? recordsOf(index) : few.ids.map((id, at) => [id, few.states[at] as number])),
    prefixes: prefixes && { units: prefixes.units, children: prefixes.children, states: prefixes.states },
  };
}
