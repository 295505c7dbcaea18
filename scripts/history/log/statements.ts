import type { Document, EntryColumns } from "../../model/document.ts";
import { frozenKeys } from "../../model/seal.ts";
import type { Fact } from "../logged-change.ts";
import { entryText } from "./entry-text.ts";

/** One thing that a document says. */
export interface Leaf extends Pick<Fact, "kind" | "name" | "environment" | "path" | "customers"> {
  readonly text: string;
}

/** The entries of a long list, in columns. */
export interface LongList {
  readonly list: Leaf;
  readonly source: Document["source"];
  readonly run: EntryColumns;
}

/**
 * Everything that a document says, as leaves; long lists stay in columns, since most of their entries have not changed.
 */
export interface Leaves {
  readonly leaves: readonly Leaf[];
  readonly longLists: readonly LongList[];
}

type Data = Readonly<Record<string, unknown>>;

/** Lists that are one value as a whole. */
const whole: ReadonlySet<string> = new Set(["scope", "variants", "examples", "told"]);

/** What identifies the items of lists, the most specific first. */
const identities = ["id", "match", "version", "sha256"];

/** Everything that a document says besides its kind and name. */
export function leavesOf(document: Document): Leaves {
  const leaves: Leaf[] = [];
  const longLists: LongList[] = [];
  const { kind, name, data } = document;
  const top = data as Data;

  function visit(value: unknown, place: Leaf): void {
    const [first = ""] = place.path;
    const key = place.path.at(-1) ?? "";
    if (Array.isArray(value) && !whole.has(key)) visitList(value, place);
    else if (isMap(value) && !whole.has(key) && first !== "retired") visitMap(value, place);
    else leaves.push({ ...place, text: textOf(value) });
  }

  function visitMap(map: Data, place: Leaf): void {
    for (const [key, value] of Object.entries(map)) {
      if (place.path.length === 0 && (key === kind || key === "environments")) continue;
      if (key === "seal" && place.path[0] === "frozen") continue;
      visit(value, { ...place, path: [...place.path, key] });
    }
  }

  function visitList(list: readonly unknown[], place: Leaf): void {
    const scope = scopeOf(document, place.path);
    const runs = document.lists.get(list)?.runs;
    for (const [index, item] of list.entries()) {
      leaves.push(...leavesOfItem(item, place, scope));
      const run = runs?.get(index);
      const whose = scope === undefined ? [] : [{ scope, id: "" }];
      if (run !== undefined) longLists.push({ list: { ...place, customers: whose }, source: document.source, run });
    }
  }

  const start: Leaf = { kind, name, environment: undefined, path: [], customers: [], text: "" };
  if (kind === "retired") return { leaves: leavesOfRetired(top, start), longLists };
  visitMap(top, start);
  if (kind !== "config" && isMap(top.environments))
    for (const [environment, own] of Object.entries(top.environments))
      if (isMap(own))
        for (const [key, value] of Object.entries(own)) visit(value, { ...start, environment, path: [key] });
  if (kind === "config" && Array.isArray(top.environments))
    visit(top.environments, { ...start, path: ["environments"] });
  return { leaves, longLists };
}

/** What the records of retired names say, each about its name. */
function leavesOfRetired(top: Data, start: Leaf): readonly Leaf[] {
  return Object.entries((top.retired ?? {}) as Data).flatMap(([name, records]) =>
    (Array.isArray(records) ? records : [records]).map((record: Data): Leaf => {
      const { kind, ...rest } = record;
      const text = entryText(Object.entries(rest));
      return { ...start, kind: kind as Leaf["kind"], name, path: ["retired"], text };
    }),
  );
}

/** What an item of a list says, under what identifies it. */
function leavesOfItem(item: unknown, place: Leaf, scope: string | undefined): readonly Leaf[] {
  const { path } = place;
  const customersOf = (...ids: readonly unknown[]) =>
    scope === undefined ? [] : ids.flatMap((id) => (typeof id === "string" ? [{ scope, id }] : []));
  if (!isMap(item)) return [{ ...place, path: [...path, textOf(item)], customers: customersOf(item), text: "" }];
  if (path[0] === "stages")
    return Object.entries(item).flatMap(([key, value]) =>
      key === "group" ? [] : [{ ...place, path: [...path, textOf(item.group), key], text: textOf(value) }],
    );
  if (path[0] === "allow") {
    const own = [item.name, item.version, item.policy].filter((part) => part !== undefined).map(textOf);
    return [{ ...place, path: [...path, ...own], text: "" }];
  }
  const identity = identities.find((key) => item[key] !== undefined) ?? "";
  const rest = Object.entries(item).filter(([key]) => key !== identity);
  const own = textOf(item[identity]);
  return [{ ...place, path: [...path, own], customers: customersOf(item.id, item.was), text: entryText(rest) }];
}

/** The scope of the customers in a list; undefined for a list of something else. */
function scopeOf({ kind, name, data }: Document, path: readonly string[]): string | undefined {
  const [first = "", second = ""] = path;
  const last = path.at(-1) ?? "";
  const { scope } = data as Data;
  const own = typeof scope === "string" ? scope : undefined;
  if (kind === "groups") return first === "members" ? own : undefined;
  if (kind === "identities") return first === "children" ? second : own;
  if (kind === "privilege") return first !== "frozen" ? undefined : frozenKeys.has(last) ? own : last;
  if (last === "groups" || name === "") return undefined;
  return ["enabled", "disabled", "assign", "pinned"].includes(first) ? last : undefined;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ");
  return value === null || value === undefined ? "none" : JSON.stringify(value);
}

function isMap(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
