import { type Document, nounOf, type Range, spanOf } from "../../model/document.ts";
import type { Span } from "../../model/text/source.ts";
import { type SchemaPlace, schemaOf, stepInto } from "./schema.ts";

/** A node of a document: its value, where it is, its container, and its schema. */
export interface Node {
  readonly document: Document;
  /** The keys and indexes that lead to it. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly place: SchemaPlace;
  /** Undefined for the document itself. */
  readonly parent: Node | undefined;
}

/** The node at a JSON pointer. */
export function nodeAt(document: Document, pointer: string): Node {
  let node: Node = { document, path: [], value: document.data, place: schemaOf(document.kind), parent: undefined };
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    node = childOf(node, key);
  }
  return node;
}

/** The part of a node under a key or at an index. */
export function childOf(parent: Node, key: string): Node {
  const place = stepInto(parent.place, parent.value, key) ?? { schema: {}, root: {}, name: undefined };
  const value = (parent.value as Record<string, unknown>)[key];
  return { document: parent.document, path: [...parent.path, key], value, place, parent };
}

/** The last key of a node's path; for an item of a list, the key of the list. */
export function keyOf(node: Node): string {
  const { parent } = node;
  if (parent === undefined) return node.document.kind;
  return Array.isArray(parent.value) ? keyOf(parent) : (node.path.at(-1) ?? "");
}

/** How a message refers to a node. */
export function subjectOf(node: Node): string {
  if (node.parent === undefined) return `the ${nounOf(node.document.kind)}`;
  return `${isItem(node) ? "an item of " : ""}\`${keyOf(node)}\``;
}

/** Whether a node is an item of a list. */
export function isItem(node: Node): boolean {
  return Array.isArray(node.parent?.value);
}

/** Where a node is; for an empty one, the key or the dash before it. */
export function spanOfNode(node: Node): Span {
  const { document, parent } = node;
  const range = rangeOf(node);
  if (range.end > range.start || parent === undefined) return spanOf(document, range);
  if (!isItem(node)) return keySpanOf(node);
  const dash = document.source.text.lastIndexOf("-", range.start);
  return spanOf(document, dash < 0 ? range : { start: dash, end: dash + 1 });
}

/** Where the key of a node is; for an item, the item; for a document, its first key. */
export function keySpanOf(node: Node): Span {
  const { document, parent, path } = node;
  const keys = document.maps.get(parent?.value as object)?.keys;
  const range = parent === undefined ? openingOf(document) : keys?.get(path.at(-1) ?? "");
  return spanOf(document, range ?? rangeOf(node));
}

/** Where a document begins: its first key; for the config, its opening brace. */
function openingOf(document: Document): Range | undefined {
  const place = document.maps.get(document.data as object);
  if (place === undefined || document.kind !== "config") return place?.keys.values().next().value;
  return { start: place.start, end: place.start + 1 };
}

/** The source text of a node. */
export function textOfNode(node: Node): string {
  const { start, end } = rangeOf(node);
  return node.document.source.text.slice(start, end);
}

function rangeOf(node: Node): Range {
  const { document, parent, path } = node;
  const key = path.at(-1) ?? "";
  const place =
    parent === undefined
      ? document.maps.get(node.value as object)
      : Array.isArray(parent.value)
        ? document.lists.get(parent.value)?.items[Number(key)]
        : document.maps.get(parent.value as object)?.values.get(key);
  return place ?? { start: 0, end: 0 };
}
