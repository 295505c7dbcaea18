import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { readEntries } from "../../model/entries.ts";
import type { Alias, Child, Config } from "../../model/model.ts";
import type { IdentitiesDocument } from "../../model/shapes/documents.ts";
import { endOf } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { ignoresCase } from "./common-keys.ts";

/** The children that a document of identities tells of. */
export function resolveChildren(config: Config, document: Document): readonly Child[] {
  const { scope: parentScope, children = {} } = document.data as IdentitiesDocument;
  return Object.entries(children).flatMap(([scope, byParent]) =>
    Object.entries(byParent).flatMap(([parent, list]) => {
      const { ids, starts, ends } = readEntries(document, list, ignoresCase(config, scope));
      const parentSpan = keySpan(document, byParent, parent);
      return ids.map((id, index) => ({
        scope,
        id,
        parentScope,
        parent: normalizeId(parent, ignoresCase(config, parentScope)),
        span: { source: document.source, start: starts[index] ?? 0, end: ends[index] ?? 0 },
        parentSpan,
      }));
    }),
  );
}

/** The former ids that a document of identities tells of. */
export function resolveAliases(config: Config, document: Document): readonly Alias[] {
  const { scope, aliases = [] } = document.data as IdentitiesDocument;
  return aliases.map((alias) => ({
    scope,
    id: normalizeId(alias.id, ignoresCase(config, scope)),
    was: normalizeId(alias.was, ignoresCase(config, scope)),
    until: alias.until === undefined ? Infinity : endOf(alias.until),
    span: valueSpan(document, alias, "id"),
    wasSpan: valueSpan(document, alias, "was"),
    untilSpan: alias.until === undefined ? undefined : valueSpan(document, alias, "until"),
  }));
}
