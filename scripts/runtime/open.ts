import type { Bundle } from "../shapes/bundle.ts";
import type { Context } from "./context.ts";
import { type Data, readData } from "./data.ts";
import { toInstant } from "./instant.ts";
import { loadBundle } from "./load.ts";
import { Lookup } from "./lookup.ts";
import { type Overrides, type ParsedOverrides, parseOverrides, readOverrides } from "./overrides.ts";
import { ask } from "./question.ts";

/** What a lookup takes beside the context. */
export interface LookupOptions {
  /** The instant to answer for, as a Date or in milliseconds; left out, it is now. */
  readonly at?: Date | number | undefined;
  /** A request's own settings of boolean flags: what `parseOverrides` made, or settings by name. */
  readonly overrides?: Overrides | undefined;
}

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
  const built = readData(sound);
  let live = built;
  return {
    flags: names(built.flags.keys()),
    releases: names(built.releases.keys()),
    privileges: names(built.privileges.keys()),
    groups: names([...built.sets.keys(), ...built.groups.keys()]),
    lookup: (context, options) => {
      if (typeof context !== "object" || context === null) throw new TypeError("a lookup needs a context object");
      const at = options?.at === undefined ? Date.now() : toInstant(options.at);
      const overrides = options?.overrides === undefined ? undefined : readOverrides(live, options.overrides);
      return new Lookup(ask(live, context, at, overrides));
    },
    parseOverrides: (text, options) => parseOverrides(live, text, options?.strict === true),
    isFlagName: (text) => live.flags.has(text) && !live.retiredFlags.has(text),
    load: (bundle) => {
      const loaded = loadBundle(bundle, built);
      if (isProblems(loaded)) return loaded;
      live = loaded;
      return [];
    },
    digest: () => live.digest,
  };
}

function isProblems(loaded: Data | readonly string[]): loaded is readonly string[] {
  return Array.isArray(loaded);
}

/** Without a prototype, for `constructor` may be a name. */
function names(list: Iterable<string>): Names {
  const record: Record<string, string> = Object.create(null);
  for (const name of list) record[name] = name;
  return Object.freeze(record);
}
