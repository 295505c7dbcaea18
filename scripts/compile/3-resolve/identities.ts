import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { readEntries } from "../../model/entries.ts";
import type { Alias, Child, Config } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { IdentitiesDocument } from "../../model/shapes/documents.ts";
import { endOf } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

/** The children that a document of identities lists. */
export function resolveChildren(config: Config, document: Document): readonly Child[] {
  const { scope: parentScope, children = {} } = document.data as IdentitiesDocument;
  return Object.entries(children).flatMap(([scope, byParent]) =>
    Object.entries(byParent).flatMap(([parent, list]) => {
      const { ids, starts, ends } = readEntries(document, list, ignoresCaseIn({ config }, scope));
      const parentSpan = keySpan(document, byParent, parent);
      return ids.map((id, index) => ({
        scope,
        id,
        parentScope,
        parent: normalizeId(parent, ignoresCaseIn({ config }, parentScope)),
        span: { source: document.source, start: starts[index] ?? 0, end: ends[index] ?? 0 },
        parentSpan,
      }));
    }),
  );
}

/** The former ids that a document of identities lists. */
export function resolveAliases(config: Config, document: Document): readonly Alias[] {
  const { scope, aliases = [] } = document.data as IdentitiesDocument;
  return aliases.map((alias) => ({
    scope,
    id: normalizeId(alias.id, ignoresCaseIn({ config }, scope)),
    was: normalizeId(alias.was, ignoresCaseIn({ config }, scope)),
    until: alias.until === undefined ? Infinity : endOf(alias.until),
    span: valueSpan(document, alias, "id"),
    wasSpan: valueSpan(document, alias, "was"),
    untilSpan: alias.until === undefined ? undefined : valueSpan(document, alias, "until"),
  }));
}
