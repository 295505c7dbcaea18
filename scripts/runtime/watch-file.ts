import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from "node:fs";

/** How often to look, and whom to notify. */
export interface WatchOptions {
  /** Milliseconds between two looks at the file, more than 0; a second by default, and at most 24 days. */
  readonly interval?: number | undefined;
  /** Called when the file's data has become live, and differs from what was live before. */
  readonly onLoad?: (() => void) | undefined;
  /** Called with the reasons if it has not; by default they are a warning of the process. */
  readonly onProblem?: ((problems: readonly string[]) => void) | undefined;
}

/** Ends the watching. */
export interface Watcher {
  readonly close: () => void;
}

/**
 * Loads a file now and whenever it is replaced or changed, also behind a symbolic link; the last good data stays live.
 * `load` gets an Error if the file cannot be read. It does not keep the process running. Throws if the interval is not a number of milliseconds. `digest` is that of the
 * live data, undefined if there is none.
 */
export function watchFile(
  load: (bytes: Uint8Array | Error) => readonly string[],
  path: string,
  { interval = 1000, onLoad, onProblem = (problems) => warn(path, problems) }: WatchOptions = {},
  digest: () => string | undefined = () => undefined,
): Watcher {
  const pause = timerDelay(interval);
  let seen: string | undefined;
  const look = (): void => {
    const version = versionOf(path);
    if (version === seen) return;
    // Later writes show at the next look, since this version was taken before the file was read.
    seen = version;
    const before = digest();
    const problems = loadFile(load, path);
    if (problems.length > 0) onProblem(problems);
    else if (before === undefined || digest() !== before) onLoad?.();
  };
  look();
  const timer = setInterval(look, pause);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

/** The longest delay of a timer; a longer one becomes a single millisecond. */
const longestDelay = 2 ** 31 - 1;

function timerDelay(interval: number): number {
  if (typeof interval === "number" && interval > 0) return Math.min(interval, longestDelay);
  throw new TypeError(`\`interval\` is ${describe(interval)}, and must be a number of milliseconds above 0`);
}

function describe(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : typeof value === "object" && value !== null
      ? "an object"
      : String(value);
}

/** Differs as soon as the file does: a symbolic link is followed, and a replaced file is a different one. */
function versionOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch (error) {
    return String(error);
  }
}

function loadFile(load: (bytes: Uint8Array | Error) => readonly string[], path: string): readonly string[] {
  let bytes: Uint8Array | Error;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    bytes = new Error(`the file cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  return load(bytes);
}

/** Anything but a regular file, such as a pipe or a device, may never end, or never begin. */
function readRegularFile(path: string): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(file).isFile()) throw new Error("it is not a file");
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function warn(path: string, problems: readonly string[]): void {
  process.emitWarning(`\`${path}\` was not loaded: ${problems.join("; ")}`, "FlagstoneWarning");
}
