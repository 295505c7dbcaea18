import type { Context } from "../decide/context.ts";
import { ask, type Question } from "../decide/question.ts";
import type { Decision, Declarations } from "../declare/declarations.ts";
import { toInstant } from "../declare/instant.ts";
import { checkEnvironment, type LiveData } from "../declare/live-data.ts";
import { type LookupOptions, readTold, type Standing } from "./options.ts";
import { type ParsedOverrides, parseOverrides } from "./overrides.ts";

/** Each name as its own value. */
export type Names = Readonly<Record<string, string>>;

/** What every lookup module has; its lookups may do more or less. Its functions need no `this`. */
export interface Core<Lookup> {
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
  /** The digest of the live data: that of its flags.json. */
  readonly digest: () => string;
}

/** Where a module has its data. */
interface Place {
  /** The declarations that it was built with. */
  readonly built: Declarations;
  /** The live data, if it is there. */
  readonly find: () => LiveData | undefined;
  /** The live data; throws if it cannot be brought. */
  readonly bring: () => LiveData;
}

/** What a module over live data answers, with lookups that are made of their questions. */
export function coreOf<Lookup>({ built, find, bring }: Place, make: (question: Question) => Lookup): Core<Lookup> {
  const lookUp = (context: Context, options: LookupOptions | undefined, standing?: Standing): Lookup => {
    if (typeof context !== "object" || context === null) throw new TypeError("a lookup needs a context object");
    const live = find() ?? bring();
    const data = options?.environment === undefined ? live.first : live.find(options.environment);
    const at = options?.at === undefined ? Date.now() : toInstant("at", options.at);
    return make(ask(data, context, at, readTold(data, options, standing)));
  };
  const declared = (): Declarations => find()?.first ?? built;
  return {
    flags: names(built.flags.keys()),
    releases: names(built.releases.keys()),
    privileges: names(built.privileges.keys()),
    groups: names([...built.sets.keys(), ...built.groups.keys()]),
    lookup: (context, options) => lookUp(context, options),
    lookupIn: (environment, standing) => {
      const live = find();
      if (live === undefined) checkEnvironment(built, environment);
      else live.find(environment);
      return (context, options) =>
        lookUp(context, { ...options, environment: options?.environment ?? environment }, standing);
    },
    parseOverrides: (text, options) => parseOverrides(declared(), text, options?.strict === true),
    isFlagName: (text) => declared().flags.get(text)?.isOverridable === true,
    isName: (text) => {
      const { flags, releases, privileges } = declared();
      return [flags, releases, privileges].some((kind) => isLive(kind.get(text)));
    },
    digest: () => bring().digest,
  };
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
