import { escapeReordering } from "./escape-reordering.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A text that is being made: the pieces of its last part, which is written once it is long. */
interface Draft {
  readonly pieces: string[];
  length: number;
  readonly write: (part: string) => void;
}

/** A part is longer than this; and how many texts of a list are one piece. */
const [partLength, mostTexts] = [2 ** 16, 2 ** 12];

/**
 * The canonical text of a bundle, or of what contains one: the same for the same content, regardless of the order of
 * its keys. Keys are in the order of their code units, items are one per line, and the text ends with a line feed. What
 * would show it in another order is escaped.
 */
export function serialize(content: object): string {
  const parts: string[] = [];
  serializeTo(content, (part) => parts.push(part));
  return parts.join("");
}

/** Writes that text in parts that consist of whole lines: with a million customers, it is long. */
export function serializeTo(content: object, write: (part: string) => void): void {
  const draft: Draft = { pieces: [], length: 0, write };
  print(draft, content as Json, "", false);
  put(draft, "\n");
  flush(draft);
}

function flush({ pieces, write }: Draft): void {
  write(escapeReordering(pieces.join("")));
}

function put(draft: Draft, piece: string): void {
  draft.pieces.push(piece);
  draft.length += piece.length;
}

/** An item of a list is on one line if it has only single values. */
function print(draft: Draft, value: Json, indent: string, isItem: boolean): void {
  if (typeof value !== "object" || value === null) {
    put(draft, JSON.stringify(value));
    return;
  }
  const inner = `${indent} `;
  if (isList(value)) {
    for (let at = 0; at < value.length; ) {
      if (draft.length > partLength) {
        flush(draft);
        draft.pieces.length = draft.length = 0;
      }
      put(draft, at === 0 ? "[" : ",");
      const end = endOfTexts(value, at);
      // Long lists contain ids, and the engine prints those many times faster; it indents by at most ten.
      if (end > at && inner.length <= 10) {
        put(draft, JSON.stringify(value.slice(at, end), undefined, inner).slice(1, -2));
        at = end;
      } else {
        put(draft, `\n${inner}`);
        print(draft, value[at++] as Json, inner, true);
      }
    }
    put(draft, value.length === 0 ? "[]" : `\n${indent}]`);
    return;
  }
  const keys = keysOf(value);
  if (keys.length === 0) {
    put(draft, "{}");
    return;
  }
  const isFlat = isItem && isLine(value, keys);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    put(draft, at === 0 ? (isFlat ? "{ " : `{\n${inner}`) : isFlat ? ", " : `,\n${inner}`);
    put(draft, JSON.stringify(key));
    put(draft, ": ");
    if (isFlat) put(draft, JSON.stringify(value[key]));
    else print(draft, value[key] as Json, inner, false);
  }
  put(draft, isFlat ? " }" : `\n${indent}}`);
}

/** Whether an item has only single values. */
function isLine(value: { readonly [key: string]: Json | undefined }, keys: readonly string[]): boolean {
  for (let at = 0; at < keys.length; at++) if (typeof value[keys[at] as string] === "object") return false;
  return true;
}

/** Where the texts end that begin at a place of a list, or many of them do. */
function endOfTexts(list: readonly Json[], start: number): number {
  const most = Math.min(list.length, start + mostTexts);
  let end = start;
  while (end < most && typeof list[end] === "string") end++;
  return end;
}

/** The keys that have a value, in order: those of most items are already. */
function keysOf(value: { readonly [key: string]: Json | undefined }): readonly string[] {
  const keys = Object.keys(value);
  for (let at = 0; at < keys.length; at++)
    if (value[keys[at] as string] === undefined || (at > 0 && (keys[at - 1] as string) > (keys[at] as string)))
      return keys.filter((key) => value[key] !== undefined).sort();
  return keys;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
