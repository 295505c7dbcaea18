import type { Span } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";

/** A list or mapping in brackets, in YAML or JSON, by offsets. */
interface Brackets {
  /** The opening bracket, and the closing one. */
  readonly open: number;
  readonly close: number;
  /** Its last item; undefined if it is empty. */
  readonly last: { readonly start: number; readonly end: number } | undefined;
  /** What comments look like there. */
  readonly comments: RegExp;
  /** What follows a comma. */
  readonly space: string;
}

/**
 * The edits that append an item inside brackets: on the line of the last item, or on a line below it if the closing
 * bracket has its own line. Comments stay where they are.
 */
export function appendInBrackets(source: Span["source"], brackets: Brackets, item: string, unit: string): TextEdit[] {
  const { open, close, last, comments, space } = brackets;
  const { text } = source;
  const from = last?.end ?? open + 1;
  const gap = text.slice(from, close);
  const bare = gap.replace(comments, (comment) => " ".repeat(comment.length));
  const comma = bare.indexOf(",");
  const at = (offset: number, inserted: string): TextEdit => ({
    span: { source, start: offset, end: offset },
    text: inserted,
  });
  const separator = last === undefined || comma >= 0 ? [] : [at(from, ",")];
  const end = from + gap.trimEnd().length;
  const newline = /\r?\n/.exec(gap)?.[0];
  const isSpaced = space !== "" && gap.startsWith(" ");
  if (newline === undefined) {
    const before = last === undefined ? (isSpaced ? " " : "") : space;
    const edits = [...separator, at(end, `${before}${item}`)];
    return separator.length > 0 && end === from ? [at(from, `,${before}${item}`)] : edits;
  }
  const indentOf = (offset: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
  const isOwnLine = last !== undefined && text.slice(lineStart(text, last.start), last.start).trim() === "";
  const indent = isOwnLine ? indentOf(last.start) : `${indentOf(close)}${unit}`;
  const written = `${newline}${indent}${item}${last !== undefined && comma >= 0 ? "," : ""}`;
  return separator.length > 0 && end === from ? [at(from, `,${written}`)] : [...separator, at(end, written)];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}
