import { type Document, nounOf, type Range, spanOf } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";
import { type SchemaPlace, schemaOf, stepInto } from "./schema.ts";

/** A node of a document: what stands there, where, in which container, and what its schema is. */
export interface Spot {
  readonly document: Document;
  /** The keys and indexes that lead to it. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly place: SchemaPlace;
  /** Undefined for the document itself. */
  readonly parent: Spot | undefined;
}

/** The node at a JSON pointer. */
export function spotAt(document: Document, pointer: string): Spot {
  let spot: Spot = { document, path: [], value: document.data, place: schemaOf(document.kind), parent: undefined };
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    spot = childOf(spot, key);
  }
  return spot;
}

/** What stands in a node under a key or at an index. */
export function childOf(parent: Spot, key: string): Spot {
  const place = stepInto(parent.place, parent.value, key) ?? { schema: {}, root: {}, name: undefined };
  const value = (parent.value as Record<string, unknown>)[key];
  return { document: parent.document, path: [...parent.path, key], value, place, parent };
}

/** The last key of a node's path; of the items of a list, the key of the list. */
export function keyOf(spot: Spot): string {
  const { parent } = spot;
  if (parent === undefined) return spot.document.kind;
  return Array.isArray(parent.value) ? keyOf(parent) : (spot.path.at(-1) ?? "");
}

/** How a message speaks of a node. */
export function subjectOf(spot: Spot): string {
  if (spot.parent === undefined) return `the ${nounOf(spot.document.kind)}`;
  return `${isItem(spot) ? "an item of " : ""}\`${keyOf(spot)}\``;
}

/** Whether a node is an item of a list. */
export function isItem(spot: Spot): boolean {
  return Array.isArray(spot.parent?.value);
}

/** Where a node stands; one that is empty, at the key or the dash that announces it. */
export function spanOfSpot(spot: Spot): Span {
  const { document, parent } = spot;
  const range = rangeOf(spot);
  if (range.end > range.start || parent === undefined) return spanOf(document, range);
  if (!isItem(spot)) return keySpanOf(spot);
  const dash = document.source.text.lastIndexOf("-", range.start);
  return spanOf(document, dash < 0 ? range : { start: dash, end: dash + 1 });
}

/** Where the key of a node stands; of an item, the item; of a document, its first key. */
export function keySpanOf(spot: Spot): Span {
  const { document, parent, path } = spot;
  const keys = document.maps.get(parent?.value as object)?.keys;
  const range = parent === undefined ? openingOf(document) : keys?.get(path.at(-1) ?? "");
  return spanOf(document, range ?? rangeOf(spot));
}

/** Where a document begins: its first key; of the config its brace, for its keys have names of their own. */
function openingOf(document: Document): Range | undefined {
  const place = document.maps.get(document.data as object);
  if (place === undefined || document.kind !== "config") return place?.keys.values().next().value;
  return { start: place.start, end: place.start + 1 };
}

/** The source text of a node. */
export function textOfSpot(spot: Spot): string {
  const { start, end } = rangeOf(spot);
  return spot.document.source.text.slice(start, end);
}

function rangeOf(spot: Spot): Range {
  const { document, parent, path } = spot;
  const key = path.at(-1) ?? "";
  const place =
    parent === undefined
      ? document.maps.get(spot.value as object)
      : Array.isArray(parent.value)
        ? document.lists.get(parent.value)?.items[Number(key)]
        : document.maps.get(parent.value as object)?.values.get(key);
  return place ?? { start: 0, end: 0 };
}
