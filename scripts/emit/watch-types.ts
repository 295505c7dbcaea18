import { header } from "./header.ts";

/** watch.d.ts, the same for every instance. */
export const watchTypes = `${header}

export interface WatchOptions {
  /** How often to check the file, in milliseconds; defaults to 1000. */
  readonly interval?: number;
  /** Called after new data is loaded. */
  readonly onLoad?: () => void;
  /** Called with the reasons why a file was not loaded; the last good data stays live. By default, they become process warnings. */
  readonly onProblem?: (problems: readonly string[]) => void;
}

/** Loads a flags.json or flags.bin now, and again whenever it is replaced, until \`close\` is called. Does not keep the process alive. */
export declare function watch(path: string, options?: WatchOptions): { close(): void };
`;
