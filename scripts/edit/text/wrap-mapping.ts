import { type Document, spanOf } from "../../model/document.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { indentAt, lineBreakOf, lineEnd, linesEnd } from "./indented-lines.ts";
import { inline, type Mapping, type Yaml } from "./write-yaml.ts";

/** The edits that put a mapping, as it is written, under a key of a new one, with other keys after it. */
export function putUnderKey(document: Document, mapping: object, key: string, others: Mapping): TextEdit[] {
  const { text } = document.source;
  const { start, end } = document.maps.get(mapping) ?? { start: 0, end: 0 };
  const pairs = Object.entries(others).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (text[start] === "{")
    return [
      insert(document, start, `{ ${key}: `),
      insert(document, end, `${pairs.map(([name, value]) => `, ${name}: ${inline(value, true)}`).join("")} }`),
    ];
  const indent = indentAt(text, start);
  return [
    insert(document, start, `${key}:${lineBreakOf(text)}${indent}  `),
    ...moveRight(document, start, end),
    addLines(
      document,
      end,
      pairs.map(([name, value]) => `${indent}${name}: ${inline(value)}`),
    ),
  ];
}

/** The edits that make a mapping in lines an item of a list, as it is written, before or after another item. */
export function putInList(document: Document, mapping: object, item: Yaml, place: "before" | "after"): TextEdit[] {
  const { text } = document.source;
  const { start, end } = document.maps.get(mapping) ?? { start: 0, end: 0 };
  const indent = indentAt(text, start);
  const first = place === "before" ? `- ${inline(item)}${lineBreakOf(text)}${indent}` : "";
  return [
    insert(document, start, `${first}- `),
    ...moveRight(document, start, end),
    ...(place === "after" ? [addLines(document, end, [`${indent}- ${inline(item)}`])] : []),
  ];
}

/** Indents the lines after the first of what is between two offsets. */
function moveRight(document: Document, start: number, end: number): TextEdit[] {
  const { text } = document.source;
  const edits: TextEdit[] = [];
  const last = linesEnd(text, { start, end });
  for (let at = lineEnd(text, start); at < last; at = lineEnd(text, at)) edits.push(insert(document, at, "  "));
  return edits;
}

/** Adds lines after the one that a node ends in. */
function addLines(document: Document, end: number, lines: readonly string[]): TextEdit {
  const { text } = document.source;
  const newline = lineBreakOf(text);
  const last = linesEnd(text, { start: end - 1, end });
  const isOpen = last === text.length && !text.endsWith("\n");
  return insert(document, last, lines.map((line) => (isOpen ? `${newline}${line}` : `${line}${newline}`)).join(""));
}

function insert(document: Document, at: number, text: string): TextEdit {
  return { span: spanOf(document, { start: at, end: at }), text };
}
