import { kindAt } from "../../compile/1-parse/index.ts";
import { type EntryReader, entryReader, readEntry } from "../../compile/1-parse/read-entry.ts";
import type { Source } from "../../model/text/source.ts";
import { foldCase } from "../../runtime/tables/normalize.ts";
import type { Files } from "./walk.ts";

/** Longer texts are worth trimming. */
const usualLong = 20_000;

/**
 * Two states without the items of long lists that are another customer's, so that what commits did to one in a hundred
 * thousand does not cost reading all of them at each.
 */
export function withoutOthers(before: Files, after: Files, id: string, long = usualLong): readonly [Files, Files] {
  const known = wordsIn([before, after].flatMap((files) => [...files.values()].filter(isIdentities)));
  known.add(foldCase(id));
  const shorten = (source: Source | undefined): Source | undefined =>
    source === undefined || source.text.length < long || isIdentities(source) ? source : shortOf(source, known);
  return [mapFiles(before, shorten), mapFiles(after, shorten)];
}

const shortTexts = new WeakMap<Source, { readonly known: string; readonly source: Source }>();

/** A long text without its items for unknown customers; made once for the same known ones. */
function shortOf(source: Source, known: ReadonlySet<string>): Source {
  const key = [...known].join(" ");
  const found = shortTexts.get(source);
  if (found?.known === key) return found.source;
  const short = { path: source.path, text: withoutItems(source.text, known) };
  shortTexts.set(source, { known: key, source: short });
  return short;
}

type Item = Pick<EntryReader, "id" | "column" | "next">;

/** A text without plain items between others in their column. Everything else stays, and lists stay lists. */
function withoutItems(text: string, known: ReadonlySet<string>): string {
  const lengths = new Set([...known].map(({ length }) => length));
  const isKnown = (id: string): boolean => lengths.has(id.length) && known.has(foldCase(id));
  const reader = entryReader(text);
  const kept: string[] = [];
  let from = 0;
  let column = -1;
  let item = itemAt(reader, 0);
  for (let at = 0; at < text.length; ) {
    const newline = item?.next ?? text.indexOf("\n", at) + 1;
    const next = newline === 0 ? text.length : newline;
    const following = itemAt(reader, next);
    if (item !== undefined && item.column === column && following?.column === column && !isKnown(item.id)) {
      if (at > from) kept.push(text.slice(from, at));
      from = next;
    }
    column = item?.column ?? -1;
    item = following;
    at = next;
  }
  return kept.join("") + text.slice(from);
}

/** Reads the item of a block list on a line, if it is only an id without a comment. */
function itemAt(reader: EntryReader, at: number): Item | undefined {
  if (!readEntry(reader, at) || reader.end > reader.idEnd || !"\r\n".includes(reader.text[reader.idEnd] ?? " "))
    return undefined;
  return { id: reader.id, column: reader.column, next: reader.next };
}

function isIdentities(source: Source | undefined): boolean {
  return source !== undefined && source.path !== "package.json" && kindAt(source.text) === "identities";
}

const words = new WeakMap<Source, readonly string[]>();

function wordsIn(sources: readonly (Source | undefined)[]): Set<string> {
  const all = new Set<string>();
  for (const source of sources) {
    if (source === undefined) continue;
    const own = words.get(source) ?? wordsOf(source.text);
    words.set(source, own);
    for (const word of own) all.add(word);
  }
  return all;
}

function wordsOf(text: string): readonly string[] {
  return foldCase(text).match(/[\w-]+/g) ?? [];
}

function mapFiles(files: Files, change: (source: Source | undefined) => Source | undefined): Files {
  return new Map([...files].map(([path, source]) => [path, change(source)]));
}
