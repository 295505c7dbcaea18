import { type Document, valueSpan } from "../../model/document.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf, lineStart, spacesAt } from "./indented-lines.ts";

/**
 * The edit that adds a remark about a key of a mapping: after its value and any comment there, or on a line above if
 * more of the document follows on that line.
 */
export function addComment(document: Document, container: object, key: string, text: string): TextEdit {
  const { source } = document;
  const { start, end } = valueSpan(document, container, key);
  const comment = /^[ \t]*(#[^\r\n]*?)?[ \t]*(?=\r?\n|$)/.exec(source.text.slice(end, lineEndAt(source.text, end)));
  if (comment === null) {
    const at = lineStart(source.text, start);
    const indent = " ".repeat(spacesAt(source.text, at));
    return { span: { source, start: at, end: at }, text: `${indent}# ${text}${lineBreakOf(source.text)}` };
  }
  const before = comment[1];
  const at = before === undefined ? end : end + comment[0].trimEnd().length;
  return { span: { source, start: at, end: at }, text: before === undefined ? ` # ${text}` : `; ${text}` };
}

function lineEndAt(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : text[newline - 1] === "\r" ? newline - 1 : newline;
}
