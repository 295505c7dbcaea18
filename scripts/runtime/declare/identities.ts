import type { BundleIdentities } from "../shapes/bundle.ts";
import { type ParentIndex, packLinks } from "../tables/parent-index.ts";
import { packTexts, type Texts } from "../tables/string-table.ts";
import type { Declarations } from "./declarations.ts";

/** What ids of one scope do not say by themselves. */
export interface Identities {
  /** The current ids that former ones stand for, by the value of their cells; undefined if no id is a former one. */
  readonly today: Texts | undefined;
  /** Customers of narrower scopes, who belong to customers of this one. */
  readonly children: readonly { readonly scope: number; readonly links: ParentIndex }[];
}

/** By the number of the scope; undefined for a scope without identities. */
export function packIdentities(
  { children, aliases }: BundleIdentities,
  { scopes, ignoreCase }: Declarations,
  hasRecords: boolean,
): readonly (Identities | undefined)[] {
  const today = packTexts(aliases.map(({ id }) => id));
  return [...scopes.keys()].map((name) => {
    const hasFormer = aliases.some(({ scope }) => scope === name);
    const own = children
      .filter(({ within }) => within === name)
      .map(({ scope, of }) => {
        const number = scopes.get(scope) as number;
        return { scope: number, links: packLinks(of, { ignoreCase: ignoreCase[number] === true, hasRecords }) };
      });
    return hasFormer || own.length > 0 ? { today: hasFormer ? today : undefined, children: own } : undefined;
  });
}
