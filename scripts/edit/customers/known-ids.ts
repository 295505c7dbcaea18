import type { Model } from "../../model/model.ts";
import { customerLists, ignoresCaseIn, namedThings } from "../../model/model-queries.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/**
 * The current ids of customers of a scope, as they are compared, some more than once; former ids are not among them.
 */
export function* knownIds(models: readonly Model[], scope: string): Generator<string> {
  for (const model of models) yield* idsIn(model, scope);
}

function* idsIn(model: Model, scope: string): Generator<string> {
  const ignoreCase = ignoresCaseIn(model, scope);
  for (const { scope: own, entries } of customerLists(model)) if (own === scope) yield* entries.ids;
  for (const child of model.children) {
    if (child.scope === scope) yield child.id;
    if (child.parentScope === scope) yield child.parent;
  }
  for (const alias of model.aliases) if (alias.scope === scope) yield alias.id;
  for (const { scopes, frozen } of model.privileges.values())
    if (scopes.includes(scope))
      for (const { id } of frozen?.ended ?? []) if (id !== undefined) yield normalizeId(id, ignoreCase);
  for (const { examples } of namedThings(model))
    for (const { when } of examples) if (when[scope] !== undefined) yield normalizeId(when[scope], ignoreCase);
}
