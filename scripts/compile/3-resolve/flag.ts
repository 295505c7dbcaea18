import type { Condition } from "../../model/condition.ts";
import { type Document, keySpan, valueSpan } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { Config, Created, Flag, Grouping, Listing, Requirement, Value } from "../../model/model.ts";
import { ignoresCaseIn } from "../../model/model-queries.ts";
import type { ConditionData, ConditionWindow, FlagDocument } from "../../model/shapes/documents.ts";
import { instantOf } from "../../model/time.ts";
import { resolveEnd, resolveNamed } from "./common-keys.ts";
import { resolveCondition } from "./condition.ts";
import { resolveRollout, scopeBy } from "./rollout.ts";
import type { TestedByName } from "./tested.ts";
import { resolveVariants } from "./variants.ts";

type Settings = NonNullable<FlagDocument["enabled"]>;

/** The flag that a document describes. */
export function resolveFlag(config: Config, document: Document, tested: TestedByName): Flag {
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
    kind: "flag",
    scopes,
    values,
    default: data.default,
    listed: settings.flatMap(([value, setting]) => listings(config, document, value, setting)),
    grouped: settings.flatMap(([value, setting]) => groupings(document, value, setting)),
    conditional: settings.flatMap(([value, setting]) =>
      (setting?.where ?? []).map((item) => ({ value, condition: settingCondition(document, tested, item) })),
    ),
    expires: resolveEnd(document, data, "expires"),
    keep: data.on_expiry === "keep",
    permanent: data.permanent,
    paused: data.paused,
    variants,
    variantValues,
    shape,
    rollout: resolveRollout(document, values, scopes, tested),
    created: created(data, scopes),
    requires: requirements(document),
    requiredConditions: (data.requires ?? []).flatMap((item) =>
      typeof item === "object" && item.where !== undefined ? [resolveCondition(document, tested, item.where)] : [],
    ),
    unmet: data.unmet ?? (variants === undefined ? false : data.default),
    client: data.client ?? false,
    ...resolveNamed(document, tested),
  };
}

function listings(
  config: Config,
  document: Document,
  value: Value,
  settings: Settings | undefined,
): readonly Listing[] {
  return Object.entries(settings ?? {}).flatMap(([scope, list]) =>
    scope === "groups" || scope === "where" || list === undefined
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

/** An item is a condition, or has one under `where`. */
function settingCondition(document: Document, tested: TestedByName, item: ConditionData | ConditionWindow): Condition {
  if (!("where" in item)) return resolveCondition(document, tested, item);
  return resolveCondition(document, tested, item.where as ConditionData, item as ConditionWindow);
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

/**
 * The requirements of a flag. A mapping may name several flags, each with one of its variants; `where` has a condition.
 */
function requirements(document: Document): readonly Requirement[] {
  const { requires = [] } = document.data as FlagDocument;
  return requires.flatMap((item, index): Requirement[] =>
    typeof item === "string"
      ? [{ name: item, values: [true], span: valueSpan(document, requires, index) }]
      : Object.entries(item).flatMap(([name, values]) =>
          typeof values === "object" && !Array.isArray(values)
            ? []
            : [{ name, values: [values ?? []].flat(), span: keySpan(document, item, name) }],
        ),
  );
}

function created({ created }: FlagDocument, scopes: readonly string[]): Created | undefined {
  if (created === undefined) return undefined;
  return { by: scopeBy(created.by, scopes), from: instantOf(created.from), value: created.value, data: created };
}
