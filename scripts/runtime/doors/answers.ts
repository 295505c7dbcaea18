import type { Description } from "../api/describe.ts";
import type { Details } from "../api/details.ts";
import type { Snapshot } from "../api/snapshot.ts";
import { suggest } from "../declare/suggest.ts";
import { describe, digest, lookup, UnknownNameError } from "../flags.js";
import { type FlatContext, type Places, placesOf, readContext } from "./read-context.ts";

/** How contexts are read, and which environment answers. */
export interface Settings {
  /** The scope of the targeting key; without it, the key is ignored. */
  readonly scope?: string | undefined;
  /** The first one by default. */
  readonly environment?: string | undefined;
  /** Whether a context without any scope of a flag is an error; by default it gets the flag's own default. */
  readonly strict?: boolean | undefined;
}

/** Plain data about an answer. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** An answer in OpenFeature's words. */
export interface Answer {
  readonly value: unknown;
  readonly variant?: string;
  readonly reason: Details["reason"];
  readonly flagMetadata: Metadata;
}

/** Why there is no answer, in OpenFeature's words. */
export interface Problem {
  readonly errorCode: "FLAG_NOT_FOUND" | "INVALID_CONTEXT" | "TARGETING_KEY_MISSING";
  readonly errorMessage: string;
}

/** Answers for one context, from the data that was live when it was read. */
export interface Answers {
  readonly answer: (name: string) => Answer | Problem;
  /** All names with answers, including retired ones, sorted by code unit. */
  readonly names: () => readonly string[];
  /** Whether browsers may get the answer. */
  readonly isForClients: (name: string) => boolean;
  readonly digest: string;
  /** The answers that browsers may get, with the reason of each. */
  readonly snapshot: () => Snapshot;
}

/** What is known about a name in advance. */
interface Known {
  /** Scopes of which it needs an id; empty if the answer is the same for every context. */
  readonly scopes: readonly string[];
  readonly client: boolean;
  readonly metadata: Metadata;
  /** The metadata for each combination of rule, group and untold names. */
  readonly made: Map<string, Metadata>;
}

/** Everything that is computed when the data changes. */
interface Reading {
  readonly description: Description;
  readonly known: ReadonlyMap<string, Known>;
  readonly names: readonly string[];
  readonly places: Places;
}

/**
 * Reads contexts and answers for them. Throws UnknownNameError for a scope or an environment that does not exist; what
 * it returns throws what the module does if it has no data.
 */
export function answersOf({
  scope,
  environment,
  strict = false,
}: Settings): (context: FlatContext) => Answers | Problem {
  let reading = whyNoData() === undefined ? readingOf(describe(environment), scope) : undefined;
  return (context) => {
    const description = describe(environment);
    if (reading?.description !== description) reading = readingOf(description, scope);
    const { known, names, places } = reading;
    const told = readContext(context, scope, places);
    if (typeof told === "string") return { errorCode: "INVALID_CONTEXT", errorMessage: told };
    const { ids, plan, options } = told;
    if (environment !== undefined) options.environment = environment;
    const asked = lookup(ids, options);
    return {
      snapshot: () => {
        const snapshot = asked.snapshot();
        const reasons = Object.keys(snapshot.flags).map((name) => [name, asked.details(name)?.reason]);
        return { ...snapshot, reasons: Object.fromEntries(reasons) };
      },
      names: () => names,
      digest: description.digest,
      isForClients: (name) => known.get(name)?.client === true,
      answer: (name) => {
        const about = known.get(name);
        if (about === undefined) return notFound(name);
        if (strict && about.scopes.length > 0 && about.scopes.every((each) => ids[each] === undefined))
          return {
            errorCode: "TARGETING_KEY_MISSING",
            errorMessage: `\`${name}\` needs an id of ${about.scopes.map((each) => `\`${each}\``).join(" or ")}`,
          };
        const details = asked.details(name, plan);
        return details === undefined ? notFound(name) : answerOf(details, about);
      },
    };
  };
}

function notFound(name: string): Problem {
  return { errorCode: "FLAG_NOT_FOUND", errorMessage: `there is no flag, release or privilege \`${name}\`` };
}

function answerOf({ value, variant = nameOf(value), reason, rule, group, untold }: Details, known: Known): Answer {
  const flagMetadata = metadataOf(known, rule, group, untold === undefined ? undefined : untold.join(", "));
  return variant === undefined ? { value, reason, flagMetadata } : { value, variant, reason, flagMetadata };
}

/** The variant name of an answer without variants; an answer that a test sets may have none. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" ? value : undefined;
}

/** The metadata is cached for this many combinations per name, since callers can leave out attributes in many ways. */
const mostKept = 100;

/** The metadata, cached per combination, since creating it takes longer than the answer. */
function metadataOf({ metadata, made }: Known, rule: string, group: string | undefined, untold: string | undefined) {
  const key = group === undefined && untold === undefined ? rule : `${rule} ${group} ${untold}`;
  const found = made.get(key);
  if (found !== undefined) return found;
  const own = { rule, ...(group === undefined ? {} : { group }), ...(untold === undefined ? {} : { untold }) };
  const full: Metadata = Object.freeze({ ...metadata, ...own });
  if (made.size < mostKept) made.set(key, full);
  return full;
}

function readingOf(description: Description, scope: string | undefined): Reading {
  const { digest, scopes, names, retired } = description;
  if (scope !== undefined && !Object.hasOwn(scopes, scope))
    throw new UnknownNameError("scope", scope, `unknown scope \`${scope}\``, () => suggest(scope, Object.keys(scopes)));
  const known = new Map<string, Known>();
  for (const { kind, name, client } of retired)
    if (kind !== "groups") known.set(name, { scopes: [], client, metadata: { version: digest }, made: new Map() });
  for (const [name, about] of Object.entries(names)) {
    if (about.kind === "groups") continue;
    const { expires } = about as { expires?: string };
    const metadata = {
      ...("properties" in about ? about.properties : {}),
      owner: about.owner,
      ...(expires === undefined ? {} : { expires }),
      version: digest,
    };
    known.set(name, { scopes: withParts(about.scopes, scopes), client: about.client, metadata, made: new Map() });
  }
  return { description, known, names: [...known.keys()].sort(), places: placesOf(description) };
}

/** Scopes and the scopes within them, whose customers may be children. */
function withParts(scopes: readonly string[], all: Description["scopes"]): readonly string[] {
  const isPart = (name: string | undefined): boolean =>
    name !== undefined && (scopes.includes(name) || isPart(all[name]?.within));
  return Object.keys(all).filter(isPart);
}

/** Why the module has no data; undefined if it has data. */
export function whyNoData(): string | undefined {
  try {
    digest();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
