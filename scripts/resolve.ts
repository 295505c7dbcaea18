import { compareText } from "./diagnostic.ts";
import { type Document, keySpan, nameSpan, valueSpan } from "./document.ts";
import { readEntries } from "./entries.ts";
import type {
  Config,
  Flag,
  Frozen,
  Group,
  Grouping,
  GroupSet,
  Listing,
  Model,
  Named,
  Privilege,
  Release,
  Retired,
  Value,
} from "./model.ts";
import type {
  FlagDocument,
  GroupsDocument,
  PrivilegeDocument,
  ReleaseDocument,
  RetiredDocument,
} from "./shapes/documents.ts";
import { endOf, type Instant } from "./time.ts";

/** What a tree is, beside its sound documents, when it is resolved. */
export interface Circumstances {
  readonly asOf: Instant;
  readonly allowExpired: boolean;
  /** All documents that could be read and have a name. */
  readonly documents: readonly Document[];
  readonly damaged: ReadonlySet<Document>;
  readonly unreadable: ReadonlySet<string>;
}

type Settings = NonNullable<FlagDocument["enabled"]>;
type EntryList = Parameters<typeof readEntries>[1];

/** The model of sound documents. Of two with one name and kind the first counts; references stay names, for the rules to judge. */
export function resolve(config: Config, sound: readonly Document[], circumstances: Circumstances): Model {
  const flags = new Map<string, Flag>();
  const releases = new Map<string, Release>();
  const privileges = new Map<string, Privilege>();
  const sets = new Map<string, GroupSet>();
  const retired: Retired[] = [];

  for (const document of sound) if (document.kind === "groups") add(sets, groupSet(config, document));
  for (const document of sound) {
    if (document.kind === "flag") add(flags, flag(config, document));
    else if (document.kind === "release") add(releases, release(document, sets));
    else if (document.kind === "privilege") add(privileges, privilege(config, document));
    else if (document.kind === "retired") retired.push(...retirements(document));
  }
  return {
    config,
    ...circumstances,
    flags: sorted(flags),
    releases: sorted(releases),
    privileges: sorted(privileges),
    sets: sorted(sets),
    retired,
  };
}

function add<Thing extends Named>(things: Map<string, Thing>, thing: Thing): void {
  if (!things.has(thing.name)) things.set(thing.name, thing);
}

function sorted<Thing>(things: ReadonlyMap<string, Thing>): ReadonlyMap<string, Thing> {
  return new Map([...things].sort(([a], [b]) => compareText(a, b)));
}

function named(document: Document): Named {
  const data = document.data as Pick<FlagDocument, "description" | "owner" | "links" | "deprecated">;
  return {
    name: document.name,
    document,
    description: data.description,
    owner: data.owner,
    links: data.links ?? [],
    deprecated: data.deprecated,
  };
}

function ignoresCase(config: Config, scope: string): boolean {
  return config.scopes.get(scope)?.ignoreCase ?? false;
}

function flag(config: Config, document: Document): Flag {
  const data = document.data as FlagDocument;
  const settings: readonly [Value, Settings | undefined][] = [
    [true, data.enabled],
    [false, data.disabled],
  ];
  return {
    ...named(document),
    kind: "flag",
    scopes: typeof data.scope === "string" ? [data.scope] : (data.scope ?? []),
    default: data.default,
    listed: settings.flatMap(([value, setting]) => listings(config, document, value, setting)),
    grouped: settings.flatMap(([value, setting]) => groupings(document, value, setting)),
    expires: expiry(document, data, "expires"),
    keep: data.on_expiry === "keep",
    permanent: data.permanent,
    paused: data.paused,
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
            entries: readEntries(document, list as EntryList, ignoresCase(config, scope)),
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

function expiry(
  document: Document,
  data: object,
  key: string,
): { at: Instant; span: ReturnType<typeof valueSpan> } | undefined {
  const date = (data as Record<string, string | undefined>)[key];
  return date === undefined ? undefined : { at: endOf(date), span: valueSpan(document, data, key) };
}

function release(document: Document, sets: ReadonlyMap<string, GroupSet>): Release {
  const data = document.data as ReleaseDocument;
  const set = sets.get(data.by);
  const stages = data.stages.map((stage) => ({
    group: stage.group,
    version: stage.version,
    soak: stage.soak === undefined ? 0 : duration(stage.soak),
    span: valueSpan(document, stage, "group"),
  }));
  return {
    ...named(document),
    kind: "release",
    by: data.by,
    scopes: set === undefined ? [] : [set.scope],
    default: stages.find((stage) => stage.group === set?.default)?.version ?? "",
    listed: [],
    grouped: stages.map(({ group, version, span }) => ({ value: version, group: reference(data.by, group), span })),
    expires: undefined,
    stages,
    properties: { ...data.properties },
  };
}

/** Milliseconds of `30m`, `3h`, `2d`. */
function duration(text: string): number {
  const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return Number.parseInt(text, 10) * (units[text.slice(-1)] ?? 0);
}

function privilege(config: Config, document: Document): Privilege {
  const data = document.data as PrivilegeDocument;
  const frozen = data.frozen;
  return {
    ...named(document),
    kind: "privilege",
    scopes: [data.scope],
    default: false,
    listed: frozen === undefined ? [] : frozenListings(config, document, frozen),
    grouped: [],
    expires: frozen === undefined ? undefined : expiry(document, frozen, "sunset"),
    frozen: frozen === undefined ? undefined : frozenPart(document, frozen),
  };
}

type FrozenData = NonNullable<PrivilegeDocument["frozen"]>;
const frozenKeys = new Set(["flag", "date", "sunset", "ended", "renamed", "seal"]);

function frozenListings(config: Config, document: Document, frozen: FrozenData): readonly Listing[] {
  return Object.entries(frozen).flatMap(([scope, list]) =>
    frozenKeys.has(scope)
      ? []
      : [
          {
            value: true,
            scope,
            entries: readEntries(document, list as EntryList, ignoresCase(config, scope)),
            span: keySpan(document, frozen, scope),
          },
        ],
  );
}

function frozenPart(document: Document, frozen: FrozenData): Frozen {
  return {
    flag: frozen.flag,
    seal: frozen.seal,
    data: frozen,
    ended: (frozen.ended ?? []).map((ended) => {
      const key = "id" in ended ? "id" : "sha256";
      return { ...ended, span: valueSpan(document, ended, key) };
    }),
    renamed: (frozen.renamed ?? []).map((renamed) => ({ ...renamed, span: valueSpan(document, renamed, "id") })),
  };
}

function groupSet(config: Config, document: Document): GroupSet {
  const data = document.data as GroupsDocument;
  const ignoreCase = ignoresCase(config, data.scope);
  const groups = new Map<string, Group>();
  const lists: readonly [string, unknown][] = Array.isArray(data.members)
    ? [[document.name, data.members]]
    : Object.entries(data.members);
  for (const [name, list] of lists)
    groups.set(name, {
      name,
      reference: reference(document.name, name),
      members: readEntries(document, list as EntryList, ignoreCase),
      span: Array.isArray(data.members) ? nameSpan(document) : keySpan(document, data.members, name),
    });
  if (data.default !== undefined && !groups.has(data.default))
    groups.set(data.default, {
      name: data.default,
      reference: reference(document.name, data.default),
      members: readEntries(document, [], ignoreCase),
      span: valueSpan(document, data, "default"),
    });
  return {
    ...named(document),
    kind: "groups",
    scope: data.scope,
    exclusive: data.exclusive ?? true,
    default: data.default,
    groups,
  };
}

/** How settings refer to a group: a set that is one group goes by its own name. */
function reference(set: string, group: string): string {
  return set === group ? set : `${set}/${group}`;
}

function retirements(document: Document): readonly Retired[] {
  const { retired } = document.data as RetiredDocument;
  return Object.entries(retired).flatMap(([name, records]) =>
    (Array.isArray(records) ? records : [records]).map((record) => ({
      name,
      kind: record.kind,
      outcome: record.outcome,
      answer: record.answer,
      span: keySpan(document, retired, name),
      document,
    })),
  );
}
