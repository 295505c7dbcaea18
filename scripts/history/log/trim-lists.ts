import { kindAt } from "../../compile/1-parse/index.ts";
import { type EntryReader, entryReader, readEntry } from "../../compile/1-parse/read-entry.ts";
import type { Read } from "../../compile/compile.ts";
import type { Document } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import { foldCase } from "../../runtime/tables/normalize.ts";
import { related } from "./related-names.ts";
import type { Subject } from "./subject.ts";
import type { Files } from "./walk.ts";

/** Longer texts are worth trimming. */
const usualLong = 20_000;

/** What may be between entries: other entries, their keys, comments. */
const entryLine = /^ *(?:- [^:]*|- (?:\{ *)?id: .*|(?:from|until|reason|link): .*|#.*)?\r?$/;

/**
 * Two states without the items of long lists that both have, so that a change to one item in a hundred thousand does
 * not cost reading all of them. If a commit changed more than entries of long lists, all of them may matter, and stay.
 * For a single subject, everyone else's items are left out in any case.
 */
export function shortened(
  before: Files,
  after: Files,
  changed: readonly string[],
  subject: Subject | undefined,
  long = usualLong,
): readonly [Files, Files] {
  const known = wordsIn([before, after].flatMap((files) => [...files.values()].filter(isIdentities)));
  if (subject?.kind === "customer") {
    known.add(foldCase(subject.customer.id));
    const shorten = (source: Source | undefined) =>
      source === undefined || source.text.length < long || isIdentities(source) ? source : shortOf(source, known);
    return [mapFiles(before, shorten), mapFiles(after, shorten)];
  }
  const middles = new Map<string, Middle>();
  for (const path of changed) {
    const middle = middleOf(before.get(path), after.get(path), long);
    if (middle === undefined) return [before, after];
    middles.set(path, middle);
    for (const text of middle.texts) for (const word of wordsOf(text)) known.add(word);
  }
  const [old, now] = [new Map(before), new Map(after)];
  for (const [path, { start, texts, end }] of middles) {
    const [head, tail] = [withoutItems(start, known), withoutItems(end, known)];
    old.set(path, { path, text: head + texts[0] + tail });
    now.set(path, { path, text: head + texts[1] + tail });
  }
  return [old, now];
}

/** Two states without long group sets that have nothing to do with the change, so that nobody reads them. */
export function withoutUnrelated(
  before: Files,
  after: Files,
  changed: readonly string[],
  read: Read,
): readonly [Files, Files] {
  const isLong = (path: string): boolean => {
    const text = after.get(path)?.text ?? "";
    return (
      text.length > usualLong &&
      !changed.includes(path) &&
      before.get(path)?.text === text &&
      nameIn(text) !== undefined
    );
  };
  const long = [...after.keys()].filter(isLong);
  if (long.length === 0) return [before, after];
  const documents: Document[] = [];
  for (const files of [before, after])
    for (const [path, source] of files) {
      if (path === "package.json" || long.includes(path)) continue;
      const document = source && read(source).document;
      // It is not known what it refers to, or what it did when it could be read.
      if (document === undefined) return [before, after];
      documents.push(document);
    }
  const own = documents.filter(({ source }) => changed.includes(source.path));
  if (changed.includes("package.json") || own.some(({ kind }) => kind === "identities")) return [before, after];
  const names = related(
    documents,
    own.map(({ name }) => name),
  );
  const unrelated = new Set(long.filter((path) => !names.has(nameIn(after.get(path)?.text ?? "") ?? "")));
  const [old, now] = [before, after].map((files) => new Map([...files].filter(([path]) => !unrelated.has(path))));
  return [old as Files, now as Files];
}

/** The name of a group set whose text begins with it; undefined for anything else. */
function nameIn(text: string): string | undefined {
  return /^groups: *["']?([\w-]+)/.exec(text)?.[1];
}

/**
 * Two texts divided into the whole lines that they begin with in common, what is in between, and those that they end
 * with in common.
 */
interface Middle {
  readonly start: string;
  readonly texts: readonly [string, string];
  readonly end: string;
}

/** Undefined if the two differ in more than entries. */
function middleOf(before: Source | undefined, after: Source | undefined, long: number): Middle | undefined {
  if (before === undefined || after === undefined || Math.min(before.text.length, after.text.length) < long)
    return undefined;
  const [one, other] = [before.text, after.text];
  const most = Math.min(one.length, other.length);
  const first = lengthAlike(most, (from, to) => one.slice(from, to) === other.slice(from, to));
  const start = one.lastIndexOf("\n", first - 1) + 1;
  const tail = (text: string, from: number, to: number): string => text.slice(text.length - to, text.length - from);
  const rest = lengthAlike(most - start, (from, to) => tail(one, from, to) === tail(other, from, to));
  const line = one.indexOf("\n", Math.max(start, one.length - rest) - 1) + 1;
  const end = line === 0 ? "" : one.slice(line);
  const texts = [one, other].map((text) => text.slice(start, text.length - end.length)) as [string, string];
  const isOfEntries = texts.every((text) => text.split("\n").every((each) => entryLine.test(each)));
  return isOfEntries ? { start: one.slice(0, start), texts, end } : undefined;
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

/** How long two texts are equal, up to a limit; parts are compared before characters, since texts are long. */
function lengthAlike(most: number, isAlike: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let step = 4096; step >= 1; step = Math.floor(step / 8))
    while (at + step <= most && isAlike(at, at + step)) at += step;
  return at;
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
