import { type JSONPath, modify, type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { positionOf, type Source } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf } from "../text/indented-lines.ts";

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses JSON, comments allowed, as an object; or says why it is not one, in words that follow its name. */
export function readObject(source: Source): JsonObject | string {
  const errors: ParseError[] = [];
  const value: unknown = parse(withoutMark(source.text), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const what = printParseErrorCode(error.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase();
    return `is not JSON: ${what} in line ${positionOf(source, error.offset).line}`;
  }
  return isObject(value) ? value : "is not an object";
}

/** Whether a value of JSON is an object, and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The edits that set a value in JSON, of a new key after the others, or with `isFirst` before them; the rest of the text
 * stays as it is, and what is new is indented like it.
 */
export function setInJson(source: Source, path: JSONPath, value: unknown, isFirst = false): readonly TextEdit[] {
  const { text } = source;
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const formattingOptions = {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: lineBreakOf(text),
  };
  return modify(withoutMark(text), path, value, {
    formattingOptions,
    ...(isFirst ? { getInsertionIndex: () => 0 } : {}),
  }).map(({ offset, length, content }) => ({
    span: { source, start: offset, end: offset + length },
    text: content,
  }));
}

/** A text in which a byte order mark is a space, which the parser would not take for white space. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, " ");
}
