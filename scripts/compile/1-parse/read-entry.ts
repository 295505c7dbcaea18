import { otherThanText } from "../../model/text/quoting.ts";
import { isDate } from "../../model/time.ts";

/** A text, and the entry in it that was read last. One object serves all entries, since a list may have a million. */
export interface EntryReader {
  readonly text: string;
  /** The column of the entry's dash. */
  column: number;
  id: string;
  idStart: number;
  idEnd: number;
  from: string | undefined;
  until: string | undefined;
  /** What it says besides its id, in the order of the file. */
  values: EntryValue[];
  /** Where the item starts and ends, as the parser has it. */
  start: number;
  end: number;
  /** The start of the line after it. */
  next: number;
  /** Dates that were checked before: most entries of a list have one of only a few. */
  readonly dates: Map<string, boolean>;
}

/** A key of an entry, and its value without quotes. */
type EntryValue = readonly [key: string, value: string];

/** A reader that has not read anything yet. */
export function entryReader(text: string): EntryReader {
  const none = { id: "", from: undefined, until: undefined, values: [] };
  return { text, ...none, column: 0, idStart: 0, idEnd: 0, start: 0, end: 0, next: 0, dates: new Map() };
}

// Characters that YAML takes literally anywhere in a plain text; inside brackets, none of them is one of `,[]{}`.
const idPart = String.raw`[\w.@/+~=$%|-]`;
const id = String.raw`(["']?)([A-Za-z0-9_]${idPart}*(?::${idPart}+)*)\1`;
const lineEnd = String.raw`(?: +#[^\n]*| *)\r?(?:\n|$)`;
const word = String.raw`(?:[^\s:#]|:(?=\S)|(?<=\S)#)`;
const flowWord = String.raw`(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=\S)#)`;
const quoted = String.raw`"[^"\\\r\n]+"|'[^'\r\n]+'`;

function value(part: string): string {
  return `(from|until|reason|link): (${quoted}|[A-Za-z0-9]${part}*(?: +${part}+)*)`;
}

const plainEntry = new RegExp(` *- ${id}${lineEnd}`, "y");
const blockEntry = new RegExp(` *- id: ${id}${lineEnd}`, "y");
const blockValue = new RegExp(` *${value(word)}${lineEnd}`, "y");
const flowEntry = new RegExp(String.raw` *- \{ *id: ${id}`, "y");
const flowValue = new RegExp(`, *${value(flowWord)}`, "y");
const flowEnd = new RegExp(String.raw` *\}${lineEnd}`, "y");

const [innerUnit, firstUnit] = [1, 2];

/** For each code unit, whether it may be in an id, and whether also at its start. */
const idUnits = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return /[A-Za-z0-9_]/.test(character) ? firstUnit : new RegExp(idPart).test(character) ? innerUnit : 0;
});

/** The beginnings of texts that YAML may not read as strings. */
const mayBeOther = /[\dntf]/i;

/**
 * Reads the entry that begins with the line at `at`, in one of the three forms that people and programs write; false
 * for anything else, and for anything that the schema of entries would reject.
 */
export function readEntry(reader: EntryReader, at: number): boolean {
  const { text } = reader;
  const column = spacesAt(text, at);
  if (text[at + column] !== "-") return false;
  reader.column = column;
  reader.start = at + column + 2;
  reader.from = undefined;
  reader.until = undefined;
  if (reader.values.length > 0) reader.values = [];
  if (readBare(reader)) return true;
  if (!isShort(text, at)) return false;
  return readPlain(reader, at) || (text[reader.start] === "{" ? readFlow(reader, at) : readBlock(reader, at));
}

/** What an entry that `readEntry` takes says besides its id, given where the id ends. */
export function valuesAt(reader: EntryReader, idEnd: number): readonly EntryValue[] {
  return readEntry(reader, reader.text.lastIndexOf("\n", idEnd - 1) + 1) ? reader.values : [];
}

/** Reads an id without quotes or a comment after it, as nearly all are, without using a pattern. */
function readBare(reader: EntryReader): boolean {
  const { text, start } = reader;
  const first = text.charCodeAt(start);
  if (text[start - 1] !== " " || idUnits[first] !== firstUnit) return false;
  let end = start + 1;
  while ((idUnits[text.charCodeAt(end)] ?? 0) > 0) end++;
  if (text[end] !== "\n") return false;
  const id = text.slice(start, end);
  if (mayBeOther.test(id[0] as string) && otherThanText.test(id)) return false;
  reader.id = id;
  reader.idStart = start;
  reader.idEnd = end;
  reader.end = end;
  reader.next = end + 1;
  return true;
}

function readPlain(reader: EntryReader, at: number): boolean {
  if (!readId(reader, plainEntry, at, 0)) return false;
  reader.end = reader.idEnd;
  reader.next = plainEntry.lastIndex;
  return true;
}

function readBlock(reader: EntryReader, at: number): boolean {
  if (!readId(reader, blockEntry, at, "id: ".length)) return false;
  const { text, column } = reader;
  reader.end = reader.idEnd;
  let next = blockEntry.lastIndex;
  let seen = 0;
  while (spacesAt(text, next) === column + 2 && isShort(text, next)) {
    blockValue.lastIndex = next;
    const match = blockValue.exec(text);
    if (match === null) break;
    const [, key = "", written = ""] = match;
    const bit = take(reader, key, written);
    if (bit === 0 || (seen & bit) !== 0) return false;
    seen |= bit;
    reader.end = next + column + 2 + key.length + 2 + written.length;
    next = blockValue.lastIndex;
  }
  reader.next = next;
  return true;
}

function readFlow(reader: EntryReader, at: number): boolean {
  flowEntry.lastIndex = at;
  const { text } = reader;
  const offset = 1 + spacesAt(text, reader.start + 1) + "id: ".length;
  if (!readId(reader, flowEntry, at, offset)) return false;
  let next = flowEntry.lastIndex;
  let seen = 0;
  for (;;) {
    flowValue.lastIndex = next;
    const match = flowValue.exec(text);
    if (match === null) break;
    const bit = take(reader, match[1] ?? "", match[2] ?? "");
    if (bit === 0 || (seen & bit) !== 0) return false;
    seen |= bit;
    next = flowValue.lastIndex;
  }
  flowEnd.lastIndex = next;
  if (!flowEnd.test(text)) return false;
  reader.end = text.indexOf("}", next) + 1;
  reader.next = flowEnd.lastIndex;
  return true;
}

/** Whether a line is short enough for patterns that may look at its characters more than once. */
export function isShort(text: string, at: number): boolean {
  const end = text.indexOf("\n", at);
  return (end < 0 ? text.length : end) - at < 1000;
}

/** The number of spaces starting at an offset. */
export function spacesAt(text: string, at: number): number {
  let end = at;
  while (text[end] === " ") end++;
  return end - at;
}

/** Reads an id with a pattern that captures its quote and its text, `offset` units after the start of the item. */
function readId(reader: EntryReader, pattern: RegExp, at: number, offset: number): boolean {
  pattern.lastIndex = at;
  const match = pattern.exec(reader.text);
  if (match === null) return false;
  const [, quote = "", text = ""] = match;
  if (quote === "" && otherThanText.test(text)) return false;
  reader.id = text;
  reader.idStart = reader.start + offset;
  reader.idEnd = reader.idStart + text.length + 2 * quote.length;
  return true;
}

/** Takes a value as the schema of entries would: the bit of its key, or 0 if the schema would reject it. */
function take(reader: EntryReader, key: string, written: string): number {
  const isQuoted = written.startsWith('"') || written.startsWith("'");
  if (!isQuoted && otherThanText.test(written)) return 0;
  const text = isQuoted ? written.slice(1, -1) : written;
  reader.values.push([key, text]);
  if (key === "reason") return 1;
  if (key === "link") return /^https?:\/\/\S+$/.test(text) ? 2 : 0;
  if (!reader.dates.has(text)) reader.dates.set(text, isDate(text));
  if (reader.dates.get(text) !== true) return 0;
  if (key === "from") reader.from = text;
  else reader.until = text;
  return key === "from" ? 4 : 8;
}
