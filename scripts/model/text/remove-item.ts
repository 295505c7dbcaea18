import type { Span } from "./source.ts";
import type { TextEdit } from "./textedit.ts";

/**
 * The edit that removes a plain item from its list, given the span of its text: the whole line of a block list, or the
 * item and the comma before it in a flow list. Undefined if the item is more than that text.
 */
export function removeItem(span: Span): TextEdit | undefined {
  const { source, start, end } = span;
  const { text } = source;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  if (/^\uFEFF?[ ]*-[ ]+$/.test(text.slice(lineStart, start)) && /^[ ]*(?: #.*)?\r?\n?$/.test(text.slice(end, lineEnd)))
    return { span: { source, start: lineStart, end: lineEnd }, text: "" };
  const before = /,\s*$/.exec(text.slice(Math.max(0, start - 200), start));
  if (before !== null && /^\s*[,\]]/.test(text.slice(end, end + 200)))
    return { span: { source, start: start - before[0].length, end }, text: "" };
  return undefined;
}
