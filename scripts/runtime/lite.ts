import { type Core, coreOf } from "./api/core.ts";
import { LiteLookup } from "./api/lite-lookup.ts";
import { type Graph, infinities, readGraph } from "./bin/read-graph.ts";
import { checkEnvironment, type Data, type LiveData } from "./declare/live-data.ts";
import { findInMap } from "./tables/id-map.ts";

export { OverridesError } from "./api/overrides.ts";
export { UnknownNameError } from "./declare/unknown-name-error.ts";

/** What all environments have in common, and the data of each. */
type Graphs = readonly [common: Graph, ...environments: Graph[]];

/**
 * The lookup module over the data of all environments, which the compiler has declared and packed: without what
 * replaces, explains and describes it.
 */
export function open(text: string): Core<LiteLookup> {
  const [common, ...environments] = JSON.parse(text) as Graphs;
  const shared = readGraph(common, infinities);
  const all = environments.map((graph) => {
    const data = readGraph(graph, shared)[shared.length] as Omit<Data, "findState">;
    return { ...data, findState: findInMap };
  }) as readonly Data[] as [Data, ...Data[]];
  const [first] = all;
  const find = (environment: string): Data => {
    checkEnvironment(first, environment);
    return all[first.environments.indexOf(environment)] as Data;
  };
  const live: LiveData = { digest: first.digest, first, find };
  return coreOf({ built: first, find: () => live, bring: () => live }, (question) => new LiteLookup(question));
}
