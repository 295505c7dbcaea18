import { header } from "./header.ts";

/** watch.d.ts, the same for every instance. */
export const watchTypes = `${header}

export interface WatchOptions {
  /** How often the file is looked at, in milliseconds; 1000 unless it says otherwise. */
  readonly interval?: number;
  /** Called when other data has been loaded. */
  readonly onLoad?: () => void;
  /** Called with the reasons why a file was not loaded; the last good data stays. Without it, they are process warnings. */
  readonly onProblem?: (problems: readonly string[]) => void;
}

/** Loads a flags.json or a flags.bin now, and again whenever it is replaced, until \`close\` is called. Does not keep the process alive. */
export declare function watch(path: string, options?: WatchOptions): { close(): void };
`;
