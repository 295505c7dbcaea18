import { type Core, coreOf } from "./api/core.ts";
import { LiteLookup } from "./api/lite-lookup.ts";
import { type Graph, readGraph } from "./bin/read-graph.ts";
import { checkEnvironment, type Data, type LiveData } from "./declare/live-data.ts";
import { findInMap } from "./tables/id-map.ts";

export { OverridesError } from "./api/overrides.ts";
export { UnknownNameError } from "./declare/unknown-name-error.ts";

/**
 * The lookup module over the data of all environments, which the compiler has declared and packed: without what
 * replaces, explains and describes it.
 */
export function open(text: string): Core<LiteLookup> {
  const read = readGraph(JSON.parse(text) as Graph) as readonly Omit<Data, "findState">[];
  const all = read.map((data) => ({ ...data, findState: findInMap })) as [Data, ...Data[]];
  const [first] = all;
  const find = (environment: string): Data => {
    checkEnvironment(first, environment);
    return all[first.environments.indexOf(environment)] as Data;
  };
  const live: LiveData = { digest: first.digest, first, find };
  return coreOf({ built: first, find: () => live, bring: () => live }, (question) => new LiteLookup(question));
}
