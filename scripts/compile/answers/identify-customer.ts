import { type Entries, holdsAt, idSpan } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { ignoresCaseIn, reachOf } from "../../model/model-queries.ts";
import type { Span } from "../../model/text/source.ts";
import type { Instant } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import type { Place, Question } from "./explanation.ts";

/**
 * The id by which a customer is listed in a scope: the current id for a former one, or the parent's; and how it was
 * found.
 */
export function identify(
  model: Model,
  scope: string,
  { context, at }: Question,
): { readonly id: string; readonly places: readonly Place[] } | undefined {
  const given = context[scope];
  if (given !== undefined) {
    const id = normalizeId(given, ignoresCaseIn(model, scope));
    const alias = model.aliases.find((each) => each.scope === scope && each.was === id && at < each.until);
    return alias === undefined
      ? { id, places: [] }
      : { id: alias.id, places: [{ message: `\`${id}\` is a former id of \`${alias.id}\``, span: alias.wasSpan }] };
  }
  for (const narrow of Object.keys(context)) {
    for (const middle of reachOf(model, narrow)) {
      const child = findChild(model, middle, scope, narrow, context[narrow] ?? "", at);
      if (child !== undefined) return child;
    }
  }
  return undefined;
}

function findChild(model: Model, middle: string, scope: string, narrow: string, given: string, at: Instant) {
  if (!model.children.some((each) => each.scope === middle && each.parentScope === scope)) return undefined;
  const own = identify(model, middle, { context: { [narrow]: given }, at });
  const child = model.children.find(
    (each) => each.scope === middle && each.parentScope === scope && each.id === own?.id,
  );
  if (own === undefined || child === undefined) return undefined;
  const place = { message: `\`${child.id}\` belongs to \`${child.parent}\``, span: child.span };
  return { id: child.parent, places: [...own.places, place] };
}

/** Where the entry of an id is that holds at an instant; undefined if there is none. */
export function findEntry(entries: Entries, id: string, at: Instant): Span | undefined {
  const index = entries.ids.findIndex((each, index) => each === id && holdsAt(entries, index, at));
  return index < 0 ? undefined : idSpan(entries, index);
}
