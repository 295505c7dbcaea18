import { kindAt } from "../../compile/1-parse/index.ts";
import { type EntryReader, entryReader, readEntry } from "../../compile/1-parse/read-entry.ts";
import type { Range } from "../../model/document.ts";
import { type Characters, commonEnd, commonStart } from "../../model/text/characters.ts";
import type { Source } from "../../model/text/source.ts";
import { foldCase } from "../../runtime/tables/normalize.ts";
import { followLine, followLines, isCustomerAt, type OpenKeys } from "./open-keys.ts";
import type { Files, FileVersion } from "./walk.ts";

/** Longer texts are worth trimming. */
const usualLong = 20_000;

/**
 * Two states without the items of long lists that are another customer's, so that what commits did to one in a hundred
 * thousand does not cost reading all of them at each.
 */
export function withoutOthers(before: Files, after: Files, id: string, long = usualLong): readonly [Files, Files] {
  const identities = [before, after].flatMap((files) => [...files.values()].filter(isIdentities));
  // An id that is written with escapes is not found by its text.
  if (identities.some((source) => source?.text.includes("\\"))) return [before, after];
  const known = wordsIn(identities);
  known.add(foldCase(id));
  const key = [...known].join(" ");
  const shorten = (source: FileVersion | undefined, near?: FileVersion): FileVersion | undefined =>
    source === undefined || charactersOf(source).length < long || isIdentities(source)
      ? source
      : shortOf(source, { known, key, near });
  const now = mapFiles(after, (source) => shorten(source));
  return [mapFiles(before, (source, path) => shorten(source, after.get(path))), now];
}

/** A long text without its items for unknown customers. */
interface Shortened {
  readonly key: string;
  readonly source: Source;
  readonly kept: readonly Range[];
}

const shortTexts = new WeakMap<Source, Shortened>();

interface Trimming {
  readonly known: ReadonlySet<string>;
  readonly key: string;
  /** Another version of the file; what both have in common is not read again. */
  readonly near: FileVersion | undefined;
}

/** A long text without its items for unknown customers; made once for the same known ones. */
function shortOf(source: FileVersion, { known, key, near }: Trimming): Source {
  const found = shortTexts.get(source);
  if (found?.key === key) return found.source;
  const other = near && shortTexts.get(near);
  const { path } = source;
  const text = charactersOf(source);
  const kept =
    (near !== undefined && other?.key === key
      ? keptLike(text, { text: charactersOf(near), kept: other.kept }, known)
      : undefined) ?? keptIn(source.text, known);
  const short = { path, text: textOf(text, kept) };
  shortTexts.set(source, { key, source: short, kept });
  return short;
}

/** More lines than an entry may have, which is read whole to know whether it is only an id. */
const mostAhead = 8;

type Item = Pick<EntryReader, "id" | "column" | "next">;

/** What is kept of a text. */
function keptIn(text: string, known: ReadonlySet<string>): readonly Range[] {
  return keptBetween(text, { start: 0, end: text.length }, known, []).kept;
}

/**
 * What is kept of some whole lines of a text, given the keys that lead to the first, with the keys that lead to what
 * follows: everything but plain items between others in their column that are customers, and not known. So lists stay
 * lists, and whether a line is kept depends on its neighbours and keys alone.
 */
function keptBetween(
  text: string,
  { start, end }: Range,
  known: ReadonlySet<string>,
  above: OpenKeys,
): { readonly kept: readonly Range[]; readonly open: OpenKeys } {
  const lengths = new Set([...known].map(({ length }) => length));
  const isKnown = (id: string): boolean => lengths.has(id.length) && known.has(foldCase(id));
  const reader = entryReader(text);
  const kept: Range[] = [];
  let open = above;
  let from = start;
  let column = start === 0 ? -1 : (itemAt(reader, lineBefore(text, start))?.column ?? -1);
  let isInList = column >= 0 && isCustomerAt(open, column);
  let item = itemAt(reader, start);
  for (let at = start; at < end; ) {
    const newline = item?.next ?? text.indexOf("\n", at) + 1;
    const next = newline === 0 ? text.length : newline;
    const following = itemAt(reader, next);
    if (item === undefined || item.column !== column) {
      open = followLine(open, text.slice(at, next));
      isInList = item !== undefined && isCustomerAt(open, item.column);
    } else if (isInList && following?.column === column && !isKnown(item.id)) {
      if (at > from) kept.push({ start: from, end: at });
      from = next;
    }
    column = item?.column ?? -1;
    item = following;
    at = next;
  }
  if (from < end) kept.push({ start: from, end });
  return { kept, open };
}

/**
 * The same for a text of which another version is known: only the lines around the differences are read. Undefined if
 * they affect what follows.
 */
function keptLike(
  text: Characters,
  other: { readonly text: Characters; readonly kept: readonly Range[] },
  known: ReadonlySet<string>,
): readonly Range[] | undefined {
  const same = commonStart(text, other.text);
  const shift = text.length - other.text.length;
  const behind = commonEnd(text, other.text, same);
  // A line that is next to another counts as changed with it.
  const start = lineBefore(text, lineBefore(text, lineBefore(text, same)));
  const end = lineAfter(text, lineAfter(text, lineAfter(text, text.length - behind)));
  const openAt = (at: number): OpenKeys => followLines([], textOf(other.text, within(other.kept, 0, at)));
  const from = lineBefore(text, start);
  const part = text.slice(from, endOfLines(text, end, mostAhead));
  const { kept, open } = keptBetween(part, { start: start - from, end: end - from }, known, openAt(start));
  // What follows may be in a list of something else now.
  if (JSON.stringify(open) !== JSON.stringify(openAt(end - shift))) return undefined;
  const move = (range: Range, by: number): Range => ({ start: range.start + by, end: range.end + by });
  return joined([
    ...within(other.kept, 0, start),
    ...kept.map((range) => move(range, from)),
    ...within(other.kept, end - shift, other.text.length).map((range) => move(range, shift)),
  ]);
}

/** The parts of a text in some ranges. */
function textOf(text: Characters, ranges: readonly Range[]): string {
  return ranges.map(({ start, end }) => text.slice(start, end)).join("");
}

/** The parts of ranges between two offsets. */
function within(ranges: readonly Range[], from: number, to: number): readonly Range[] {
  return ranges
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
    .filter(({ start, end }) => start < end);
}

/** Ranges in order; ranges that touch are merged. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  for (const { start, end } of ranges) {
    const last = found.at(-1);
    if (last?.end === start) found[found.length - 1] = { start: last.start, end };
    else found.push({ start, end });
  }
  return found;
}

/** The start of the line before the one that an offset is in; 0 for the first. */
function lineBefore(text: Characters, at: number): number {
  const own = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  return own < 2 ? 0 : text.lastIndexOf("\n", own - 2) + 1;
}

/** The start of the line after an offset. */
function lineAfter(text: Characters, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** The end of some lines from an offset on. */
function endOfLines(text: Characters, at: number, count: number): number {
  return count === 0 ? at : endOfLines(text, lineAfter(text, at), count - 1);
}

/** Reads the item of a block list on a line, if it is only an id without a comment. */
function itemAt(reader: EntryReader, at: number): Item | undefined {
  if (!readEntry(reader, at) || reader.end > reader.idEnd || !"\r\n".includes(reader.text[reader.idEnd] ?? " "))
    return undefined;
  return { id: reader.id, column: reader.column, next: reader.next };
}

function isIdentities(source: FileVersion | undefined): boolean {
  return source !== undefined && source.path !== "package.json" && kindAt(charactersOf(source)) === "identities";
}

function charactersOf(source: FileVersion): Characters {
  return source.characters ?? source.text;
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

/** All that may be a plain id in a text, also one before the colon of a key. */
function wordsOf(text: string): readonly string[] {
  const found = foldCase(text).match(/\w[\w.@/+~=$%|:-]*/g) ?? [];
  return found.flatMap((word) => (word.endsWith(":") ? [word, word.slice(0, -1)] : [word]));
}

function mapFiles(
  files: Files,
  change: (source: FileVersion | undefined, path: string) => FileVersion | undefined,
): Files {
  return new Map([...files].map(([path, source]) => [path, change(source, path)]));
}
