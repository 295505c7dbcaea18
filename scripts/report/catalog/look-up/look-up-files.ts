import { type Entries, fromOf, idSpan, untilOf } from "../../../model/entries.ts";
import type { Model } from "../../../model/model.ts";
import { decisionsOf, ignoresCaseIn } from "../../../model/model-queries.ts";
import { positionOf, type Source, type Span } from "../../../model/text/source.ts";
import { formatInstant } from "../../../model/time.ts";
import { each, withoutCustomers } from "../../../runtime/bin/without-customers.ts";
import type { Bundle } from "../../../runtime/shapes/bundle.ts";
import { normalizeId } from "../../../runtime/tables/normalize.ts";
import { sourceUrl } from "../links.ts";
import type { Site } from "../site.ts";
import {
  type AliasRow,
  type EntryRow,
  type ListPlace,
  type LookUpData,
  type ParentRow,
  type PastRow,
  shardOf,
  shardPath,
} from "./look-up-data.ts";
import { placesOf } from "./places-of.ts";
import { dataScripts, scriptText } from "./script-text.ts";

/** The approximate number of ids per file. */
const inShard = 1500;

/** The scripts with which a page can look up any customer. */
interface LookUpFiles {
  /** The common data, which the page loads. */
  readonly common: readonly Source[];
  /** The customers, in shards that are loaded when they are needed. */
  readonly shards: readonly Source[];
}

/** The scripts of a site that look customers up. */
export function lookUpFiles(site: Site): LookUpFiles {
  const { models, contents } = site;
  const files = fileTable(site);
  const lists = listsOf(models);
  let ids = models[0].children.length + models[0].aliases.length;
  for (const { entries } of lists) ids += entries.ids.length;
  const shards = Math.max(1, Math.ceil(ids / inShard));
  const parts = Array.from({ length: shards }, newPart);
  const partOf = (id: string): Part => parts[shardOf(id, shards)] ?? newPart();
  for (const [index, { scope, entries }] of lists.entries())
    for (const [at, id] of entries.ids.entries()) push(partOf(id).entries, scope, id, rowOf(index, entries, at));
  for (const { scope, id, parentScope, parent, span } of models[0].children)
    push(partOf(id).parents, scope, id, [parentScope, parent, files.indexOf(span), lineOf(span)]);
  for (const { name, what, scope, id, span } of pastOf(models[0]))
    push(partOf(id).past, scope, id, [name, what, files.indexOf(span), lineOf(span)]);
  for (const { scope, id, was, until, wasSpan } of models[0].aliases) {
    const row = [id, files.indexOf(wasSpan), lineOf(wasSpan)] as const;
    own(partOf(was).aliases, scope)[was] = until === Infinity ? row : [...row, formatInstant(until)];
  }
  const data: LookUpData = {
    contents: Object.fromEntries(
      models.map(({ environment }, index) => [environment, withoutIds(contents[index] as Bundle)]),
    ),
    scopes: Object.fromEntries([...models[0].config.scopes.values()].map(({ name, ignoreCase }) => [name, ignoreCase])),
    lists: lists.map(({ entries, ...list }) => ({
      ...list,
      file: files.indexOf(entries),
    })),
    places: placesByEnvironment(models, files.indexOf),
    shards,
    files: files.rows,
  };
  return {
    common: dataScripts("customers/common.js", "flagstoneLookUp", data),
    shards: parts.map((part, index) => ({
      path: shardPath(index),
      text: `flagstoneShard(${index}, ${scriptText(part)});\n`,
    })),
  };
}

/** The places of each environment; for all but the first, only what differs from it. */
function placesByEnvironment(models: Site["models"], fileOf: (span: Span) => number): LookUpData["places"] {
  const [first] = models;
  const common = placesOf(first, fileOf);
  return Object.fromEntries(
    models.map((model) => {
      if (model === first) return [model.environment, common];
      const all = Object.entries(placesOf(model, fileOf));
      const other = all.filter(([key, places]) => JSON.stringify(places) !== JSON.stringify(common[key]));
      return [model.environment, Object.fromEntries(other)];
    }),
  );
}

type ByScope<Row> = Record<string, Record<string, Row>>;

interface Part {
  readonly entries: ByScope<EntryRow[]>;
  readonly parents: ByScope<ParentRow[]>;
  readonly past: ByScope<PastRow[]>;
  readonly aliases: ByScope<AliasRow>;
}

/** Records without a prototype, since an id may be `__proto__`. */
function newPart(): Part {
  return {
    entries: Object.create(null),
    parents: Object.create(null),
    past: Object.create(null),
    aliases: Object.create(null),
  };
}

function own<Row>(all: ByScope<Row>, scope: string): Record<string, Row> {
  const known = all[scope];
  if (known !== undefined) return known;
  const made: Record<string, Row> = Object.create(null);
  all[scope] = made;
  return made;
}

function push<Row>(all: ByScope<Row[]>, scope: string, id: string, row: Row): void {
  const rows = own(all, scope);
  const known = rows[id];
  if (known === undefined) rows[id] = [row];
  else known.push(row);
}

/** Customers who are no longer in a frozen list, or no longer under that id. */
function* pastOf(model: Model) {
  for (const { name, scopes, frozen } of model.privileges.values())
    for (const scope of scopes) {
      const idOf = (id: string): string => normalizeId(id, ignoresCaseIn(model, scope));
      for (const { id, span } of frozen?.ended ?? [])
        if (id !== undefined)
          yield { name, scope, id: idOf(id), span, what: "it was frozen for this customer, but has ended" };
      for (const { id, was, span } of frozen?.renamed ?? [])
        yield { name, scope, id: idOf(was), span, what: `this customer was renamed to ${id}` };
    }
}

function rowOf(list: number, entries: Entries, at: number): EntryRow {
  const line = lineOf(idSpan(entries, at));
  const [from, until] = [fromOf(entries, at), untilOf(entries, at)];
  if (from === -Infinity && until === Infinity) return [list, line];
  return [
    list,
    line,
    from === -Infinity ? null : formatInstant(from),
    until === Infinity ? null : formatInstant(until),
  ];
}

function lineOf({ source, start }: Span): number {
  return positionOf(source, start).line;
}

/** Every list of customers once, with the environments that have it. */
function listsOf(models: readonly Model[]): readonly (Omit<ListPlace, "file"> & { readonly entries: Entries })[] {
  const found = new Map<
    string,
    Map<Entries, Omit<ListPlace, "file"> & { readonly entries: Entries; environments: string[] }>
  >();
  for (const model of models) {
    const add = (list: Omit<ListPlace, "file" | "environments">, entries: Entries): void => {
      const key = JSON.stringify(list);
      const same = found.get(key) ?? new Map();
      found.set(key, same);
      const known = same.get(entries) ?? { ...list, entries, environments: [] };
      same.set(entries, known);
      known.environments.push(model.environment);
    };
    for (const { kind, name, listed } of decisionsOf(model))
      for (const { value, scope, entries } of listed) add({ kind, name, value, scope }, entries);
    for (const { name, scope, groups } of model.sets.values())
      for (const group of groups.values())
        if (scope !== undefined) add({ kind: "groups", name, value: group.name, scope }, group.members);
  }
  return [...found.values()].flatMap((same) => [...same.values()]).filter(({ entries }) => entries.ids.length > 0);
}

/** A bundle whose lists have only patterns. */
function withoutIds(bundle: Bundle): Bundle {
  const empty = withoutCustomers(bundle);
  const groups = each(bundle.groups, (set) => ({
    ...set,
    members: each(set.members, (members) =>
      members.filter((member) => typeof member === "object" && "prefix" in member),
    ),
  }));
  return { ...empty, groups };
}

/** The files that lines refer to, in the order of their first use. */
function fileTable(site: Site) {
  const rows: (readonly [path: string, url: string | null])[] = [];
  const known = new Map<string, number>();
  return {
    rows,
    indexOf: ({ source }: Pick<Span, "source">): number => {
      const index = known.get(source.path) ?? rows.length;
      if (index === rows.length) {
        known.set(source.path, index);
        rows.push([source.path, sourceUrl(site, { source, start: 0, end: 0 })?.replace(/1$/, "") ?? null]);
      }
      return index;
    },
  };
}
