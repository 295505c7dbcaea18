import type { BundleIdentities } from "../shapes/bundle.ts";
import type { Declarations } from "./declarations.ts";
import { parseInstant } from "./instant.ts";
import { type Links, packLinks } from "./links.ts";
import { normalizeId } from "./normalize.ts";

/** Who else the customers of one scope are. */
export interface Identities {
  /** From former ids to those of today. */
  readonly formers: Links | undefined;
  /** From customers of narrower scopes to those they belong to. */
  readonly children: readonly { readonly scope: number; readonly links: Links }[];
}

/** By the number of the scope; undefined where ids say all. */
export function packIdentities(
  { children, aliases }: BundleIdentities,
  { scopeNames, scopes, ignoreCase }: Declarations,
): readonly (Identities | undefined)[] {
  return scopeNames.map((name, number) => {
    const normalized = (id: string): string => normalizeId(id, ignoreCase[number] === true);
    const formers = aliases
      .filter(({ scope }) => scope === name)
      .map(({ id, was, until }) => ({
        target: normalized(id),
        until: until === undefined ? Infinity : parseInstant(until),
        ids: [was],
      }));
    const own = children
      .filter(({ within }) => within === name)
      .map(({ scope, of }) => {
        const child = scopes.get(scope) as number;
        const links = Object.keys(of)
          .sort()
          .map((parent) => ({ target: normalized(parent), until: Infinity, ids: of[parent] ?? [] }));
        return { scope: child, links: packLinks(links, ignoreCase[child] === true) };
      });
    if (formers.length === 0 && own.length === 0) return undefined;
    return {
      formers: formers.length === 0 ? undefined : packLinks(formers, ignoreCase[number] === true),
      children: own,
    };
  });
}
