import type { ListPlace, Range } from "../../model/document.ts";

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}

/** The offset at which the line of an offset starts. */
export function lineStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** The offset after the line of an offset, including its line break. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** Where the lines of a node end. A block of text that keeps its last line breaks ends with them. */
export function linesEnd(text: string, { start, end }: Range): number {
  return end > start && text[end - 1] === "\n" ? end : lineEnd(text, end);
}

/**
 * The white space before an offset in its line, with a space for anything else there: the indentation of a line in its
 * column.
 */
export function indentAt(text: string, at: number): string {
  return " ".repeat(at - lineStart(text, at));
}

/** Whether a mapping or list is in brackets. */
export function isInBrackets(text: string, { start }: Range): boolean {
  return text[start] === "{" || text[start] === "[";
}

/**
 * Where the lines begin that belong to the line of an offset: it includes the comment lines directly above, since a
 * comment belongs to what is below it.
 */
export function commentsAbove(text: string, at: number): number {
  let start = lineStart(text, at);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (above >= start || !/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

/**
 * The lines of the item of a block list that contains an offset, also of an entry in one of the list's runs, including
 * the comments directly above.
 */
export function itemLines(text: string, { items }: ListPlace, at: number): Range {
  const item = items[lastBefore(items, at)];
  if (item !== undefined && at < item.end)
    return { start: commentsAbove(text, dashBefore(text, item.start)), end: linesEnd(text, item) };
  const start = lineStart(text, at);
  const column = text.indexOf("-", start) - start;
  let end = lineEnd(text, at);
  while (end < text.length && isDeeper(text, end, column)) end = lineEnd(text, end);
  return { start: commentsAbove(text, start), end };
}

/** The index of the last range that starts at an offset or before it; -1 if there is none. */
export function lastBefore(ranges: readonly Range[], at: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The offset of the dash of an item. */
export function dashBefore(text: string, at: number): number {
  let dash = at - 1;
  while (dash > 0 && text[dash] !== "-") dash--;
  return dash;
}

/** Whether the line at an offset is part of an item whose dash is in a column. */
function isDeeper(text: string, at: number, column: number): boolean {
  const spaces = spacesAt(text, at);
  return spaces > column && !"#\r\n".includes(text[at + spaces] ?? "\n");
}

/** The number of spaces starting at an offset. */
export function spacesAt(text: string, at: number): number {
  let end = at;
  while (text[end] === " ") end++;
  return end - at;
}
