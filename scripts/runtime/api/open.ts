import { declareHead, type LazyHead, readPacked } from "../bin/format.ts";
import { findDamage } from "../bin/integrity.ts";
import type { Declarations } from "../declare/declarations.ts";
import { checkEnvironment, readData } from "../declare/live-data.ts";
import { once } from "../declare/once.ts";
import { type Source, sourceOf } from "../declare/source.ts";
import { readFlagsApart, readWhole } from "../load/flags-apart.ts";
import { type Loaded, loadBundle } from "../load/load.ts";
import { type Listener, type LoadListener, noListeners } from "../load/subscribe.ts";
import type { Bundle } from "../shapes/bundle.ts";
import { type Core, coreOf } from "./core.ts";
import { type Description, descriptionsOf } from "./describe.ts";
import { force, forcing } from "./forced-answers.ts";
import { type Lookup, makeLookup } from "./lookup.ts";

/** The lookup module. */
export interface Module extends Core<Lookup> {
  /**
   * Replaces the live data by a bundle, its text, or the bytes of a flags.bin or flags.json: as a whole or not at all,
   * and then returns why. It never throws. An Error stands for a bundle that could not be brought.
   */
  readonly load: (bundle: unknown) => readonly string[];
  /**
   * Calls a listener after each load of data with another digest, and before that `onLoad` after every load, with its
   * problems, until the returned function is called.
   */
  readonly subscribe: (listener: Listener, onLoad?: LoadListener) => () => void;
  /** The names of the live data and everything known about them, in an environment; by default the first. */
  readonly describe: (environment?: string) => Description;
}

/** The module of a bundle that the compiler made, which is taken as sound. */
export function open(bundle: Bundle | string): Module {
  const isText = typeof bundle === "string";
  const data = readData(isText ? readFlagsApart<Source>(bundle) : sourceOf(bundle));
  const live = { ...data, bundle: once(() => (isText ? readWhole(bundle) : bundle)) };
  return moduleOf(live.first, live, () => live);
}

/**
 * The module of a bundle that the compiler packed, from its head, and a file with this stamp that `read` returns. It is
 * read at once; a problem with it is thrown when the data is needed, and the file is then read again.
 */
export function openPacked(headText: string, expected: string, read: () => Uint8Array<ArrayBuffer>): Module {
  const head = readFlagsApart<LazyHead>(headText);
  const declared = declareHead(head);
  const bring = (): Loaded => ({
    ...readPacked(bringFile(expected, read), head, declared),
    bundle: once(() => readWhole(headText)),
  });
  let live: Loaded | undefined;
  try {
    live = bring();
  } catch {
    // `load` may bring the data before anyone asks.
  }
  return moduleOf(declared.declarations, live, bring);
}

function bringFile(expected: string, read: () => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let file: Uint8Array<ArrayBuffer>;
  try {
    file = read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`\`flags.bin\` cannot be read; pass its bytes to \`load\` before the first lookup: ${reason}`);
  }
  const damage = findDamage(file, expected);
  if (damage !== undefined) throw new Error(`\`flags.bin\` ${damage}`);
  return file;
}

/** The module for live data; if there is none yet, for what `bring` returns. */
function moduleOf(built: Declarations, began: Loaded | undefined, bring: () => Loaded): Module {
  let live = began;
  const { subscribe, tell, refuse } = noListeners();
  const descriptions = descriptionsOf();
  const current = (): Loaded => {
    live ??= bring();
    return live;
  };
  const core = coreOf({ built, find: () => live, bring: current }, makeLookup);
  Reflect.defineProperty(core.lookup, forcing, { value: { force } });
  return {
    ...core,
    load: (bundle) => {
      const loaded = loadBundle(bundle, built);
      if (isProblems(loaded)) {
        refuse(loaded);
        return loaded;
      }
      const before = live?.bundle;
      live = loaded;
      tell(before, loaded.bundle);
      return [];
    },
    subscribe,
    describe: (environment) => {
      const { first, bundle } = current();
      if (environment !== undefined) checkEnvironment(first, environment);
      return descriptions(bundle(), environment ?? (first.environments[0] as string));
    },
  };
}

function isProblems(loaded: Loaded | readonly string[]): loaded is readonly string[] {
  return Array.isArray(loaded);
}
