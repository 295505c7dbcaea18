import type { Bundle } from "../shapes/bundle.ts";
import type { Context } from "./context.ts";
import { type LiveData, readData } from "./data.ts";
import { toInstant } from "./instant.ts";
import { loadBundle } from "./load.ts";
import { Lookup } from "./lookup.ts";
import { type LookupOptions, readTold } from "./options.ts";
import { type ParsedOverrides, parseOverrides } from "./overrides.ts";
import { ask } from "./question.ts";

/** Names by themselves. */
export type Names = Readonly<Record<string, string>>;

/** What the lookup module is made of. Its functions need no `this`. */
export interface Module {
  /** The names that it was built with. Of `groups`, the sets and the references. */
  readonly flags: Names;
  readonly releases: Names;
  readonly privileges: Names;
  readonly groups: Names;
  /** Answers for a context, from the data that are live now. */
  readonly lookup: (context: Context, options?: LookupOptions) => Lookup;
  /** The `lookup` of an environment, unless its options name another; throws UnknownNameError for one that does not exist. */
  readonly lookupIn: (environment: string) => (context: Context, options?: LookupOptions) => Lookup;
  /** The settings in a request's comma-separated overrides; throws OverridesError for a problem if it is strict. */
  readonly parseOverrides: (text: string, options?: { readonly strict?: boolean | undefined }) => ParsedOverrides;
  /** Whether a text is the name of a flag that the live data has. */
  readonly isFlagName: (text: string) => boolean;
  /** Replaces the live data by a bundle, or its text: whole, or not at all, and then says why. It never throws. */
  readonly load: (bundle: unknown) => readonly string[];
  /** The digest of the live data. */
  readonly digest: () => string;
}

/** The module of a bundle that the compiler made: it is taken as sound. */
export function open(bundle: Bundle | string): Module {
  const sound = typeof bundle === "string" ? (JSON.parse(bundle) as Bundle) : bundle;
  let live = readData(sound);
  const built = live.first;
  const lookup = (context: Context, options?: LookupOptions): Lookup => {
    if (typeof context !== "object" || context === null) throw new TypeError("a lookup needs a context object");
    const data = options?.environment === undefined ? live.first : live.find(options.environment);
    const at = options?.at === undefined ? Date.now() : toInstant("at", options.at);
    return new Lookup(ask(data, context, at, readTold(data, options)));
  };
  return {
    flags: names(built.flags.keys()),
    releases: names(built.releases.keys()),
    privileges: names(built.privileges.keys()),
    groups: names([...built.sets.keys(), ...built.groups.keys()]),
    lookup,
    lookupIn: (environment) => {
      live.find(environment);
      return (context, options) => lookup(context, { ...options, environment: options?.environment ?? environment });
    },
    parseOverrides: (text, options) => parseOverrides(live.first, text, options?.strict === true),
    isFlagName: (text) => live.first.flags.has(text) && !live.first.retiredFlags.has(text),
    load: (bundle) => {
      const loaded = loadBundle(bundle, built);
      if (isProblems(loaded)) return loaded;
      live = loaded;
      return [];
    },
    digest: () => live.digest,
  };
}

function isProblems(loaded: LiveData | readonly string[]): loaded is readonly string[] {
  return Array.isArray(loaded);
}

/** Without a prototype, for `constructor` may be a name. */
function names(list: Iterable<string>): Names {
  const record: Record<string, string> = Object.create(null);
  for (const name of list) record[name] = name;
  return Object.freeze(record);
}
