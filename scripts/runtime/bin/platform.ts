/** Globals that only some platforms have. */
interface Engine {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => unknown;
    readonly emitWarning?: (message: string, type: string) => void;
  };
  readonly Deno?: unknown;
}

/** A built-in module of Node.js, synchronously; undefined elsewhere, as in a browser or a worker. */
export function nodeModule<Module>(name: `node:${string}`): Module | undefined {
  return (globalThis as Engine).process?.getBuiltinModule?.(name) as Module | undefined;
}

/** The global of Deno; undefined elsewhere. */
export function deno<Module>(): Module | undefined {
  return (globalThis as Engine).Deno as Module | undefined;
}

/** Emits a warning in Node.js; does nothing elsewhere. */
export function warn(message: string): void {
  (globalThis as Engine).process?.emitWarning?.(message, "FlagstoneWarning");
}
