import { normalizeId } from "../runtime/tables/normalize.ts";
import { idSpan } from "./entries.ts";
import type { Model } from "./model.ts";
import { customerLists, ignoresCaseIn, namedThings } from "./model-queries.ts";
import { type Span, textOf } from "./text/source.ts";

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

/** By scope, the ids as they are compared, each as it is written where it stands first. */
export type Mentioned = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Every id that models mention anywhere: in lists, as kin, as a former id, in examples, in the history of frozen lists. */
export function mentionedIn(models: readonly Model[]): Mentioned {
  const found = new Map<string, Map<string, string>>();
  for (const model of models) {
    const add = (scope: string, id: string, written: () => string): void => {
      const known = found.get(scope) ?? new Map<string, string>();
      found.set(scope, known);
      const own = normalizeId(id, ignoresCaseIn(model, scope));
      if (!known.has(own)) known.set(own, written());
    };
    const addAt = (scope: string, id: string, span: Span): void =>
      add(scope, id, () => writtenAt(span, id, ignoresCaseIn(model, scope)));
    for (const { scope, entries } of customerLists(model))
      for (const [index, id] of entries.ids.entries()) addAt(scope, id, idSpan(entries, index));
    for (const { scope, id, span, parentScope, parent, parentSpan } of model.children) {
      addAt(scope, id, span);
      addAt(parentScope, parent, parentSpan);
    }
    for (const { scope, id, span, was, wasSpan } of model.aliases) {
      addAt(scope, id, span);
      addAt(scope, was, wasSpan);
    }
    for (const { examples } of namedThings(model))
      for (const { when } of examples)
        for (const [scope, id] of Object.entries(when)) if (model.config.scopes.has(scope)) add(scope, id, () => id);
    for (const { scopes, frozen } of model.privileges.values())
      for (const scope of scopes)
        for (const id of [
          ...(frozen?.ended ?? []).flatMap((each) => each.id ?? []),
          ...(frozen?.renamed ?? []).flatMap((each) => [each.id, each.was]),
        ])
          add(scope, id, () => id);
  }
  return found;
}

/** An id as it is written at a place, without the quotes; as it is compared where that cannot be told. */
function writtenAt(span: Span, id: string, ignoreCase: boolean): string {
  const text = textOf(span);
  if (text === id) return id;
  const bare = text.replace(/^(["'])(.*)\1$/s, "$2");
  return normalizeId(bare, ignoreCase) === id ? bare : id;
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
