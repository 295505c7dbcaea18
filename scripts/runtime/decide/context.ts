import type { Declarations } from "../declare/declarations.ts";
import { unknownName } from "../declare/unknown-name-error.ts";

/**
 * Who is asked about: an id for each scope that the caller knows. It is read when a question needs it, so it must not
 * be changed.
 */
export type Context = Readonly<Record<string, string | undefined>>;

/** The id that a context has for a scope, if any; throws TypeError if it is not a string. */
export function readId(context: Context, scope: string): string | undefined {
  const id: unknown = context[scope];
  if (typeof id === "string" || id === undefined) return id;
  // What every object inherits is not an id, and scopes may be called `constructor`.
  if (scope in Object.prototype && !Object.hasOwn(context, scope)) return undefined;
  throw new TypeError(`the id for scope \`${scope}\` must be a string, not ${id === null ? "null" : typeof id}`);
}

/** Throws UnknownNameError for a scope that does not exist. */
export function checkScopes({ scopes }: Declarations, context: Context): void {
  for (const scope in context) if (!scopes.has(scope)) throw unknownName("scope", scope, () => scopes.keys());
}
