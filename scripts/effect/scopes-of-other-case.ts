import type { Model } from "../model/model.ts";

/** Scopes, each with its ids that have a parent. */
export type ScopesOfOtherCase = ReadonlyMap<string, readonly string[]>;

/** The scopes in which one side distinguishes letter case and the other does not. */
export function scopesOfOtherCase(before: Model | undefined, after: Model | undefined): ScopesOfOtherCase {
  const scopes = [...(after?.config.scopes.values() ?? [])];
  return new Map(
    scopes.flatMap(({ name, ignoreCase }) => {
      const known = before?.config.scopes.get(name);
      if (known === undefined || known.ignoreCase === ignoreCase) return [];
      const children = [before, after].flatMap((model) => model?.children.filter(({ scope }) => scope === name) ?? []);
      return [[name, [...new Set(children.map(({ id }) => id))]] as const];
    }),
  );
}
