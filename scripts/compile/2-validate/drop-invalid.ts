import type { Document, ListPlace } from "../../model/document.ts";
import { childOf, type Node } from "./node.ts";
import { branchFor, choicesOf } from "./schema.ts";
import type { SchemaError } from "./schema-errors.ts";

/** Whether the meaning of other nodes depends on a node: the scopes, each one below them, and all that is frozen. */
function isBearing([top, below]: readonly string[]): boolean {
  return top === "scope" || (top === "frozen" && below === undefined);
}

/**
 * Removes what has errors from a document's data and places, and everything that depends on it. False if the document
 * itself does.
 */
export function dropInvalid(document: Document, faults: readonly SchemaError[]): boolean {
  const removals = new Map<object, Set<string>>();
  let sound = true;

  function remove(node: Node): void {
    const { parent, path } = node;
    const key = path.at(-1);
    if (isBearing(path)) sound = false;
    if (parent === undefined || key === undefined) {
      sound = false;
      return;
    }
    const container = parent.value as object;
    if (document.kind === "config" && path[0] === "scopes" && path.length === 2) {
      // A scope whose settings are wrong is still a scope, so that nothing of it counts as unknown.
      Object.assign(container, { [key]: {} });
      return;
    }
    const keys = removals.get(container) ?? new Set();
    if (keys.has(key)) return;
    removals.set(container, keys.add(key));
    if (isOwed(parent, key, keys)) remove(parent);
  }

  for (const { node, error } of faults) {
    if (error.keyword === "additionalProperties") remove(childOf(node, error.params.additionalProperty));
    else if (error.keyword !== "oneOf") remove(node);
    else if (error.params.passingSchemas === null) remove(node);
  }
  for (const [container, keys] of removals) {
    if (Array.isArray(container)) removeItems(document, container, keys);
    else removeKeys(document, container, keys);
  }
  return sound;
}

/** The names of shapes that must not lose any part. */
const conditions: ReadonlySet<string | undefined> = new Set(["condition", "testMapping", "negatedMapping"]);

/** Whether a container is meaningless without the key that is removed from it, and those that were removed before. */
function isOwed(container: Node, key: string, taken: ReadonlySet<string>): boolean {
  const { schema, name } = branchFor(container.place, container.value);
  // A condition without one of its tests would hold for more customers.
  if (conditions.has(name)) return true;
  if (Array.isArray(container.value)) return schema.minItems !== undefined && taken.size >= container.value.length;
  if (schema.required?.includes(key)) return true;
  const choice = choicesOf(container.place, container.value);
  const data = container.value as Readonly<Record<string, unknown>>;
  return choice.includes(key) && !choice.some((each) => data[each] !== undefined && !taken.has(each));
}

function removeKeys(document: Document, container: object, keys: ReadonlySet<string>): void {
  const place = document.maps.get(container);
  for (const key of keys) {
    delete (container as Record<string, unknown>)[key];
    place?.keys.delete(key);
    place?.values.delete(key);
  }
}

/** Runs follow an item, so they move up with it; one whose item is removed stays after the item before. */
function removeItems(document: Document, list: unknown[], indexes: ReadonlySet<string>): void {
  const place = document.lists.get(list);
  const runs: [number, ListPlace["runs"] extends ReadonlyMap<number, infer Run> ? Run : never][] = [];
  let kept = 0;
  for (let index = 0; index < list.length; index++) {
    if (indexes.has(String(index))) continue;
    list[kept] = list[index];
    const item = place?.items[index];
    if (place !== undefined && item !== undefined) place.items[kept] = item;
    const run = place?.runs.get(index);
    if (run !== undefined) runs.push([kept, run]);
    kept++;
  }
  list.length = kept;
  if (place === undefined) return;
  place.items.length = kept;
  document.lists.set(list, { ...place, runs: new Map(runs) });
}
