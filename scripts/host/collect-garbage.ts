import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** In bytes: less than this is not worth the time. */
const much = 2 ** 26;

/**
 * Releases what nothing refers to any more, if there may be much of it. By itself the engine waits until there is as
 * much again; it has a function for this only in contexts that are made while a flag is set.
 */
export function collectGarbage(): void {
  const { used_heap_size, external_memory } = getHeapStatistics();
  if (used_heap_size + external_memory < much) return;
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}
