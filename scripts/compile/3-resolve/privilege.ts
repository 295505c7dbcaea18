import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Frozen, Listing, Privilege } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import { frozenKeys } from "../../model/seal.ts";
import type { PrivilegeDocument } from "../../model/shapes/documents.ts";
import { resolveEnd, resolveNamed } from "./common-keys.ts";
import type { TestedByName } from "./tested.ts";

type FrozenData = NonNullable<PrivilegeDocument["frozen"]>;

/** The privilege that a document describes. */
export function resolvePrivilege(config: Config, document: Document, tested?: TestedByName): Privilege {
  const data = document.data as PrivilegeDocument;
  const frozen = data.frozen;
  return {
    kind: "privilege",
    scopes: [data.scope],
    values: [false, true],
    default: false,
    listed: frozen === undefined ? [] : listings(config, document, frozen),
    grouped: [],
    conditional: [],
    expires: frozen === undefined ? undefined : resolveEnd(document, frozen, "sunset"),
    frozen: frozen === undefined ? undefined : frozenPart(document, frozen),
    ...resolveNamed(document, tested),
  };
}

function listings(config: Config, document: Document, frozen: FrozenData): readonly Listing[] {
  return Object.entries(frozen).flatMap(([scope, list]) =>
    frozenKeys.has(scope) || scope === "where"
      ? []
      : [
          {
            value: true,
            scope,
            entries: readEntries(document, list as EntryList, ignoresCaseIn({ config }, scope)),
            span: keySpan(document, frozen, scope),
          },
        ],
  );
}

function frozenPart(document: Document, frozen: FrozenData): Frozen {
  return {
    flag: frozen.flag,
    date: frozen.date,
    seal: frozen.seal,
    data: frozen,
    ended: (frozen.ended ?? []).map((ended) => {
      const key = "id" in ended ? "id" : "sha256";
      return { ...ended, span: valueSpan(document, ended, key) };
    }),
    renamed: (frozen.renamed ?? []).map((renamed) => ({ ...renamed, span: valueSpan(document, renamed, "id") })),
  };
}
