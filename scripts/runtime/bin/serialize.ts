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
 * its keys. Keys are in the order of their code units, items are one per line, and the text ends with a line feed.
 */
export function serialize(content: object): string {
  const parts: string[] = [];
  serializeTo(content, (part) => parts.push(part));
  return parts.join("");
}

/** Writes that text in parts that consist of whole lines: with a million customers, it is long. */
export function serializeTo(content: object, write: (part: string) => void): void {
  const draft: Draft = { pieces: [], length: 0, write };
  print(draft, content as Json, "");
  put(draft, "\n");
  write(draft.pieces.join(""));
}

function put(draft: Draft, piece: string): void {
  draft.pieces.push(piece);
  draft.length += piece.length;
}

function print(draft: Draft, value: Json, indent: string): void {
  if (typeof value !== "object" || value === null) {
    put(draft, JSON.stringify(value));
    return;
  }
  if (isList(value)) {
    printList(draft, value, indent);
    return;
  }
  const inner = `${indent} `;
  const keys = keysOf(value);
  keys.forEach((key, index) => {
    put(draft, `${index === 0 ? "{" : ","}\n${inner}${JSON.stringify(key)}: `);
    print(draft, value[key] as Json, inner);
  });
  put(draft, keys.length === 0 ? "{}" : `\n${indent}}`);
}

function printList(draft: Draft, list: readonly Json[], indent: string): void {
  const inner = `${indent} `;
  for (let at = 0; at < list.length; ) {
    if (draft.length > partLength) {
      draft.write(draft.pieces.join(""));
      draft.pieces.length = draft.length = 0;
    }
    const start = at === 0 ? "[" : ",";
    const end = endOfTexts(list, at);
    // Long lists contain ids, and the engine prints those many times faster; it indents by at most ten.
    if (end > at && inner.length <= 10) {
      put(draft, start + JSON.stringify(list.slice(at, end), undefined, inner).slice(1, -2));
      at = end;
    } else {
      const item = list[at++] as Json;
      const line = lineOf(item);
      put(draft, `${start}\n${inner}${line ?? ""}`);
      if (line === undefined) print(draft, item, inner);
    }
  }
  put(draft, list.length === 0 ? "[]" : `\n${indent}]`);
}

/** An item of a list that is a value, or has only single values: it is on one line. */
function lineOf(item: Json): string | undefined {
  if (typeof item !== "object" || item === null) return JSON.stringify(item);
  if (isList(item)) return undefined;
  let line = "";
  for (const key of keysOf(item)) {
    const value = item[key];
    if (typeof value === "object") return undefined;
    line += `${line === "" ? "{ " : ", "}${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  }
  return line === "" ? "{}" : `${line} }`;
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
