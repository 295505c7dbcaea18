import type { Document } from "../../model/document.ts";
import { addTo } from "../../model/group-by.ts";
import { setOf } from "../../model/model-queries.ts";

type Data = Readonly<Record<string, unknown>>;

const found = new WeakMap<Document, readonly string[]>();

/** The names that answers of a document depend on: group sets and required flags, in any environment. */
export function referencesOf(document: Document): readonly string[] {
  const known = found.get(document) ?? [...new Set(references(document.data))];
  found.set(document, known);
  return known;
}

function* references(data: unknown): Generator<string> {
  if (!isMap(data)) return;
  const { enabled, disabled, assign, requires, by, environments } = data;
  const settings = [enabled, disabled, ...(isMap(assign) ? Object.values(assign) : [])];
  for (const each of settings) if (isMap(each)) for (const group of texts(each.groups)) yield setOf(group);
  yield* texts(requires);
  if (typeof by === "string") yield by;
  if (isMap(environments)) for (const own of Object.values(environments)) yield* references(own);
}

/**
 * The names of documents that are relevant to a change of some names: everything that refers to them, directly or
 * through others, and everything that those refer to. The documents are those of both sides.
 */
export function related(documents: readonly Document[], changed: Iterable<string>): ReadonlySet<string> {
  const referring = new Map<string, string[]>();
  const referred = new Map<string, string[]>();
  for (const document of documents) {
    const names = referencesOf(document);
    referred.set(document.name, [...(referred.get(document.name) ?? []), ...names]);
    for (const name of names) addTo(referring, name, document.name);
  }
  return reach(reach(changed, referring), referred);
}

/** All names that can be reached from some. */
function reach(from: Iterable<string>, ways: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set(from);
  for (const name of reached) for (const next of ways.get(name) ?? []) reached.add(next);
  return reached;
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

function isMap(data: unknown): data is Data {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
