import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Created, Flag, Grouping, Listing, Requirement, Value } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { instantOf } from "../../model/time.ts";
import { resolveEnd, resolveNamed } from "./common-keys.ts";
import { resolveRollout, scopeBy } from "./rollout.ts";
import { resolveVariants } from "./variants.ts";

type Settings = NonNullable<FlagDocument["enabled"]>;

/** The flag that a document describes. */
export function resolveFlag(config: Config, document: Document): Flag {
  const data = document.data as FlagDocument;
  const settings: readonly (readonly [Value, Settings | undefined])[] = [
    [true, data.enabled],
    [false, data.disabled],
    ...Object.entries(data.assign ?? {}),
  ];
  const scopes = typeof data.scope === "string" ? [data.scope] : (data.scope ?? []);
  const { variants, variantValues, shape } = resolveVariants(document);
  const values: readonly Value[] = variants ?? [false, true];
  return {
    ...resolveNamed(document),
    kind: "flag",
    scopes,
    values,
    default: data.default,
    listed: settings.flatMap(([value, setting]) => listings(config, document, value, setting)),
    grouped: settings.flatMap(([value, setting]) => groupings(document, value, setting)),
    expires: resolveEnd(document, data, "expires"),
    keep: data.on_expiry === "keep",
    permanent: data.permanent,
    paused: data.paused,
    variants,
    variantValues,
    shape,
    rollout: resolveRollout(document, values, scopes),
    created: created(data, scopes),
    requires: requirements(document),
    unmet: data.unmet ?? (variants === undefined ? false : data.default),
    client: data.client ?? false,
  };
}

function listings(
  config: Config,
  document: Document,
  value: Value,
  settings: Settings | undefined,
): readonly Listing[] {
  return Object.entries(settings ?? {}).flatMap(([scope, list]) =>
    scope === "groups" || list === undefined
      ? []
      : [
          {
            value,
            scope,
            entries: readEntries(document, list as EntryList, ignoresCaseIn({ config }, scope)),
            span: keySpan(document, settings as object, scope),
          },
        ],
  );
}

function groupings(document: Document, value: Value, settings: Settings | undefined): readonly Grouping[] {
  const list = settings?.groups;
  if (list === undefined) return [];
  const { ids, starts, ends } = readEntries(document, list as EntryList, false);
  return ids.map((group, index) => ({
    value,
    group,
    span: { source: document.source, start: starts[index] ?? 0, end: ends[index] ?? 0 },
  }));
}

/** A mapping may name several flags: each must give one of its variants. */
function requirements(document: Document): readonly Requirement[] {
  const { requires = [] } = document.data as FlagDocument;
  return requires.flatMap((item, index): Requirement[] =>
    typeof item === "string"
      ? [{ name: item, values: [true], span: valueSpan(document, requires, index) }]
      : Object.entries(item).map(([name, values]) => ({
          name,
          values: [values].flat(),
          span: keySpan(document, item, name),
        })),
  );
}

function created({ created }: FlagDocument, scopes: readonly string[]): Created | undefined {
  if (created === undefined) return undefined;
  return { by: scopeBy(created.by, scopes), from: instantOf(created.from), value: created.value, data: created };
}
