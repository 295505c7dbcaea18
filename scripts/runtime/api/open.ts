import { declareHead, type LazyHead, readPacked } from "../bin/format.ts";
import { findDamage } from "../bin/integrity.ts";
import type { Context } from "../decide/context.ts";
import { ask } from "../decide/question.ts";
import type { Decision, Declarations } from "../declare/declarations.ts";
import { toInstant } from "../declare/instant.ts";
import { checkEnvironment, readData } from "../declare/live-data.ts";
import { type Source, sourceOf } from "../declare/source.ts";
import { once } from "../declare/unknown-name-error.ts";
import { readFlagsApart, readWhole } from "../load/flags-apart.ts";
import { type Loaded, loadBundle } from "../load/load.ts";
import { type Listener, type LoadListener, noListeners } from "../load/subscribe.ts";
import type { Bundle } from "../shapes/bundle.ts";
import { type Description, descriptionsOf } from "./describe.ts";
import { force, forcing } from "./forced-answers.ts";
import { Lookup } from "./lookup.ts";
import { type LookupOptions, readTold, type Standing } from "./options.ts";
import { type ParsedOverrides, parseOverrides } from "./overrides.ts";

/** Each name as its own value. */
export type Names = Readonly<Record<string, string>>;

/** The lookup module. Its functions need no `this`. */
export interface Module {
  /** The names that it was built with. `groups` has the sets and the references. */
  readonly flags: Names;
  readonly releases: Names;
  readonly privileges: Names;
  readonly groups: Names;
  /** Answers for a context, from the data that is live now. */
  readonly lookup: (context: Context, options?: LookupOptions) => Lookup;
  /**
   * The `lookup` of an environment, unless its options name another, with attributes that are told once for all of
   * them; throws UnknownNameError for an environment that does not exist.
   */
  readonly lookupIn: (
    environment: string,
    standing?: Standing,
  ) => (context: Context, options?: LookupOptions) => Lookup;
  /** The settings in a request's comma-separated overrides; with `strict`, throws OverridesError for a problem. */
  readonly parseOverrides: (text: string, options?: { readonly strict?: boolean | undefined }) => ParsedOverrides;
  /** Whether a text is the name of a flag of the live data that is on or off. */
  readonly isFlagName: (text: string) => boolean;
  /** Whether a text is the name of a flag, a release or a privilege of the live data. */
  readonly isName: (text: string) => boolean;
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
  /** The digest of the live data: that of its flags.json. */
  readonly digest: () => string;
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

/** The module over live data; if there is none yet, over what `bring` returns. */
function moduleOf(built: Declarations, began: Loaded | undefined, bring: () => Loaded): Module {
  let live = began;
  const { subscribe, tell, refuse } = noListeners();
  const descriptions = descriptionsOf();
  const current = (): Loaded => {
    live ??= bring();
    return live;
  };
  const lookUp = (context: Context, options: LookupOptions | undefined, standing?: Standing): Lookup => {
    if (typeof context !== "object" || context === null) throw new TypeError("a lookup needs a context object");
    const { first, find } = live ?? current();
    const data = options?.environment === undefined ? first : find(options.environment);
    const at = options?.at === undefined ? Date.now() : toInstant("at", options.at);
    return new Lookup(ask(data, context, at, readTold(data, options, standing)));
  };
  const lookup: Module["lookup"] = (context, options) => lookUp(context, options);
  Reflect.defineProperty(lookup, forcing, { value: { force } });
  return {
    flags: names(built.flags.keys()),
    releases: names(built.releases.keys()),
    privileges: names(built.privileges.keys()),
    groups: names([...built.sets.keys(), ...built.groups.keys()]),
    lookup,
    lookupIn: (environment, standing) => {
      if (live === undefined) checkEnvironment(built, environment);
      else live.find(environment);
      return (context, options) =>
        lookUp(context, { ...options, environment: options?.environment ?? environment }, standing);
    },
    parseOverrides: (text, options) => parseOverrides(live?.first ?? built, text, options?.strict === true),
    isFlagName: (text) => (live?.first ?? built).flags.get(text)?.isOverridable === true,
    isName: (text) => {
      const { flags, releases, privileges } = live?.first ?? built;
      return [flags, releases, privileges].some((kind) => isLive(kind.get(text)));
    },
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
    digest: () => current().digest,
  };
}

function isProblems(loaded: Loaded | readonly string[]): loaded is readonly string[] {
  return Array.isArray(loaded);
}

function isLive(decision: Decision | undefined): boolean {
  return decision !== undefined && decision.fixed !== "retired";
}

/** Without a prototype, since `constructor` may be a name. */
function names(list: Iterable<string>): Names {
  const record: Record<string, string> = Object.create(null);
  for (const name of list) record[name] = name;
  return Object.freeze(record);
}
