import { normalizeId } from "../runtime/tables/normalize.ts";
import { idSpan } from "./entries.ts";
import type { Model } from "./model.ts";
import { customerLists, ignoresCaseIn, namedThings } from "./model-queries.ts";
import { digestOfId } from "./seal.ts";
import { type Span, textOf } from "./text/source.ts";

/**
 * A function that says whether models know an id as a different customer from another id: it is mentioned by a list, a
 * pattern, a parent, a former id, an example or a frozen list, and no alias in effect says that the two are one
 * customer. What frozen lists say of a customer's own former ids (`kin`) does not make it a different customer.
 */
export function knownAsAnother(
  models: readonly Model[],
): (scope: string, id: string, other: string, kin?: ReadonlySet<string>) => boolean {
  let known: Known | undefined;
  return (scope, id, other, kin) => {
    const isOne = (model: Model): boolean =>
      model.aliases.some((alias) => alias.scope === scope && alias.until > model.asOf && isPair(alias, id, other));
    if (models.some(isOne)) return false;
    known ??= knownIn(models);
    return isMentioned(known, scope, id) || (known.renamed.has(`${scope} ${id}`) && kin?.has(id) !== true);
  };
}

/** A function that finds the scopes in which files mention an id, or match it with a pattern, in the order of the config. */
export function scopeFinder(models: readonly [Model, ...Model[]]): (written: string) => readonly string[] {
  const known = knownIn(models);
  const scopes = [...models[0].config.scopes.values()];
  return (written) =>
    scopes.flatMap(({ name, ignoreCase }) => {
      const id = normalizeId(written, ignoreCase);
      return isMentioned(known, name, id) || known.renamed.has(`${name} ${id}`) ? [name] : [];
    });
}

/** Whether an id, as it is compared, is mentioned anywhere but under `renamed` in frozen lists. */
function isMentioned({ ids, digests, prefixes }: Known, scope: string, id: string): boolean {
  const key = `${scope} ${id}`;
  return ids.has(key) || digests.has(`${scope} ${digestOfId(id)}`) || prefixes.some((prefix) => key.startsWith(prefix));
}

/** Ids, digests of ids and prefixes of ids, each after its scope and a space. */
interface Known {
  readonly ids: ReadonlySet<string>;
  /** The ids under `renamed` in frozen lists. */
  readonly renamed: ReadonlySet<string>;
  readonly digests: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

function knownIn(models: readonly Model[]): Known {
  const ids = new Set<string>();
  const renamed = new Set<string>();
  const digests = new Set<string>();
  const prefixes = new Set<string>();
  for (const model of models) {
    for (const key of mentions(model)) ids.add(key);
    for (const { scope, groups } of model.sets.values())
      for (const { patterns } of groups.values()) for (const { prefix } of patterns) prefixes.add(`${scope} ${prefix}`);
    for (const { scopes, frozen } of model.privileges.values())
      for (const scope of scopes) {
        const keyOf = (id: string): string => `${scope} ${normalizeId(id, ignoresCaseIn(model, scope))}`;
        for (const { id, was } of frozen?.renamed ?? []) renamed.add(keyOf(id)).add(keyOf(was));
        for (const { sha256 } of frozen?.ended ?? []) if (sha256 !== undefined) digests.add(`${scope} ${sha256}`);
      }
  }
  return { ids, renamed, digests, prefixes: [...prefixes] };
}

/** By scope, the ids as they are compared, each with the way it is first written. */
type Mentioned = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Every id that models mention anywhere: in lists, as parent or child, as a former id, in examples, in the history of
 * frozen lists.
 */
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

/** An id as written at a place, without its quotes; as it is compared if that cannot be found out. */
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
  const keyOf = (scope: string, id: string): string => `${scope} ${normalizeId(id, ignoresCaseIn(model, scope))}`;
  for (const { scope, entries } of customerLists(model)) for (const id of entries.ids) yield `${scope} ${id}`;
  for (const { scope, id, parentScope, parent } of model.children) {
    yield `${scope} ${id}`;
    yield `${parentScope} ${parent}`;
  }
  for (const { scope, id, was } of model.aliases) {
    yield `${scope} ${id}`;
    yield `${scope} ${was}`;
  }
  for (const { examples } of namedThings(model))
    for (const { when } of examples) for (const [scope, id] of Object.entries(when)) yield keyOf(scope, id);
  for (const { scopes, frozen } of model.privileges.values())
    for (const { id } of frozen?.ended ?? []) for (const scope of scopes) if (id !== undefined) yield keyOf(scope, id);
}
