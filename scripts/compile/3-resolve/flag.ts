import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Created, Flag, Grouping, Listing, Rollout, Value } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { FlagDocument } from "../../model/shapes/documents.ts";
import { instantOf } from "../../model/time.ts";
import { resolveEnd, resolveNamed } from "./common-keys.ts";

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
  const values: readonly Value[] = data.variants ?? [false, true];
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
    variants: data.variants,
    rollout: rollout(data, values, scopes),
    created: created(data, scopes),
    requires: (data.requires ?? []).map((name, index) => ({
      name,
      span: valueSpan(document, data.requires as object, index),
    })),
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

/** The scope that decides: the one that is named, or the only one that the flag has. */
function scopeBy(by: string | undefined, scopes: readonly string[]): string | undefined {
  return by ?? (scopes.length === 1 ? scopes[0] : undefined);
}

function rollout(data: FlagDocument, values: readonly Value[], scopes: readonly string[]): Rollout | undefined {
  const { rollout } = data;
  if (rollout === undefined) return undefined;
  if (typeof rollout === "number")
    return { by: scopeBy(undefined, scopes), salt: data.flag, shares: percentage(rollout), data: undefined };
  return {
    by: scopeBy(rollout.by, scopes),
    salt: rollout.salt ?? data.flag,
    shares:
      rollout.percent === undefined
        ? values.map((value) => ({ value, percent: rollout.weights?.[`${value}`] ?? 0 }))
        : percentage(rollout.percent),
    data: rollout,
  };
}

/** Who is outside the percentage is not decided by the rollout. */
function percentage(percent: number): Rollout["shares"] {
  return [{ value: true, percent }];
}

function created({ created }: FlagDocument, scopes: readonly string[]): Created | undefined {
  if (created === undefined) return undefined;
  return { by: scopeBy(created.by, scopes), from: instantOf(created.from), value: created.value, data: created };
}
