import type { Source, Span } from "./text/source.ts";

/** The kinds of documents; the first key of a document names its kind. */
export const kinds = [
  "flag",
  "release",
  "privilege",
  "groups",
  "attribute",
  "identities",
  "retired",
  "waiver",
] as const;
/** One of these kinds. */
export type Kind = (typeof kinds)[number];

/** Whether a word is a kind of document. */
export function isKind(word: string): word is Kind {
  return kinds.some((kind) => kind === word);
}

/** The beginning of a document: comments, and a kind with a name. */
const beginning = new RegExp(
  `^\\uFEFF?(?:[ \\t]*(?:#.*)?\\r?\\n|---[ \\t]*\\r?\\n)*(?:${kinds.filter((kind) => kind !== "retired").join("|")}): *["'\\w]`,
);

/** A longer text, of a file that is not read, is not looked into. */
const longest = 100_000;

/** Whether the text of a file that is not read begins as a document. */
export function beginsAsDocument(text: string): boolean {
  return text.length < longest && beginning.test(text);
}

/** Offsets of a node in its source, half-open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the parts of a mapping are: the whole, and its keys and values by key. */
export interface MapPlace extends Range {
  readonly keys: Map<string, Range>;
  readonly values: Map<string, Range>;
}

/** Where the parts of a list are. `runs` has the columns of entries that follow an item and are not in the data. */
export interface ListPlace extends Range {
  readonly items: Range[];
  readonly runs: ReadonlyMap<number, EntryColumns>;
}

/**
 * Consecutive entries of a block list that the line scanner read, in columns. They directly follow the item under whose
 * index `ListPlace.runs` has them.
 */
export interface EntryColumns {
  readonly ids: readonly string[];
  /** Offsets of each id. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The dates of each entry as written; undefined if no entry has one. */
  readonly from?: readonly (string | undefined)[];
  readonly until?: readonly (string | undefined)[];
}

/**
 * A parsed file: plain data (mappings without a prototype, lists, texts, numbers, booleans, null) and where each part
 * of it is. A plain decimal integer is read as its source text, except below `properties` and `rollout` and in
 * package.json.
 */
export interface Document<Data = unknown> {
  readonly source: Source;
  readonly kind: Kind | "config";
  /** The name that the document declares; for `retired` and the config, their kind. */
  readonly name: string;
  readonly data: Data;
  readonly maps: Pick<ReadonlyMap<object, MapPlace>, "get">;
  readonly lists: Map<object, ListPlace>;
}

const nouns: Readonly<Record<Document["kind"], string>> = {
  flag: "flag",
  release: "release",
  privilege: "privilege",
  groups: "group set",
  attribute: "attribute",
  identities: "file of identities",
  retired: "record of retired names",
  waiver: "waiver",
  config: "config",
};

/** The noun for a kind of document, for messages. */
export function nounOf(kind: Document["kind"]): string {
  return nouns[kind];
}

/** The span of offsets in a document. */
export function spanOf(document: Document, range: Range): Span {
  return { source: document.source, start: range.start, end: range.end };
}

/** Where the value of a key or an item of a list is; the whole container if it has no such part. */
export function valueSpan(document: Document, container: object, key: string | number): Span {
  const place =
    typeof key === "number"
      ? (document.lists.get(container)?.items[key] ?? document.lists.get(container))
      : (document.maps.get(container)?.values.get(key) ?? document.maps.get(container));
  return spanOf(document, place ?? { start: 0, end: 0 });
}

/** Where a key is; the whole mapping if it does not have the key. */
export function keySpan(document: Document, container: object, key: string): Span {
  const place = document.maps.get(container);
  return spanOf(document, place?.keys.get(key) ?? place ?? { start: 0, end: 0 });
}

/** The keys of a mapping in the order of the file; an object would put keys like `10` first. */
export function keysInOrder(document: Document, mapping: object): readonly string[] {
  return [...(document.maps.get(mapping)?.keys.keys() ?? Object.keys(mapping))].filter((key) =>
    Object.hasOwn(mapping, key),
  );
}

/** Where a document says its name: the value of its first key. */
export function nameSpan(document: Document): Span {
  return document.kind === "config"
    ? spanOf(document, { start: 0, end: 0 })
    : valueSpan(document, document.data as object, document.kind);
}

/**
 * Keys that stand next to scopes, attributes and told sets in documents and lookups, so none of those may have such a
 * name.
 */
export const takenNames: ReadonlySet<string> = new Set(["groups", "where", "created", "privileges", "targetingKey"]);
