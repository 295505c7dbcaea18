import { digest, load } from "./flags.js";
import { type Watcher, type WatchOptions, watchFile } from "./watch-file.ts";

/**
 * Loads a flags.json or a flags.bin into the module next to this one, now and whenever it is replaced, until it is
 * closed.
 */
export function watch(path: string, options?: WatchOptions): Watcher {
  return watchFile(load, path, options, liveDigest);
}

/** The module has no data yet if its flags.bin is missing. */
function liveDigest(): string | undefined {
  try {
    return digest();
  } catch {
    return undefined;
  }
}
