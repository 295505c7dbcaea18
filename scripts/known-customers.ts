import { customerLists, ignoresCaseIn, type Model } from "./model.ts";
import { normalizeId } from "./runtime/normalize.ts";

/**
 * Tells whether a model knows an id as another customer than one with another id: a list, a parent or an end mentions it,
 * and no alias says that the two are one.
 */
export function knownAsAnother(model: Model | undefined): (scope: string, id: string, other: string) => boolean {
  let mentioned: ReadonlySet<string> | undefined;
  return (scope, id, other) => {
    if (model === undefined || model.aliases.some((alias) => alias.scope === scope && isPair(alias, id, other)))
      return false;
    mentioned ??= new Set(mentions(model));
    return mentioned.has(`${scope} ${id}`);
  };
}

function isPair({ id, was }: { readonly id: string; readonly was: string }, one: string, other: string): boolean {
  return (id === one && was === other) || (id === other && was === one);
}

function* mentions(model: Model): Generator<string> {
  for (const { scope, entries } of customerLists(model)) for (const id of entries.ids) yield `${scope} ${id}`;
  for (const { scope, id, parentScope, parent } of model.children) {
    yield `${scope} ${id}`;
    yield `${parentScope} ${parent}`;
  }
  for (const { scopes, frozen } of model.privileges.values())
    for (const { id } of frozen?.ended ?? [])
      for (const scope of scopes)
        if (id !== undefined) yield `${scope} ${normalizeId(id, ignoresCaseIn(model, scope))}`;
}
