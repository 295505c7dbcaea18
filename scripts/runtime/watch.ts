import { load } from "./flags.js";
import { type Watcher, type WatchOptions, watchFile } from "./watch-file.ts";

/** Loads a flags.json or a flags.bin into the module beside this one, now and whenever it is replaced, until it is closed. */
export function watch(path: string, options?: WatchOptions): Watcher {
  return watchFile(load, path, options);
}
