/** The names of an engine that not every one has. */
interface Engine {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
  readonly Deno?: unknown;
}

/** A module of node's own where there is one to be had, at once; undefined elsewhere, as in a browser or a worker. */
export function nodeModule<Module>(name: `node:${string}`): Module | undefined {
  return (globalThis as Engine).process?.getBuiltinModule?.(name) as Module | undefined;
}

/** What Deno has by itself; undefined elsewhere. */
export function deno<Module>(): Module | undefined {
  return (globalThis as Engine).Deno as Module | undefined;
}
