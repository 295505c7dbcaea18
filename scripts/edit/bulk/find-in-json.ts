import { type Node, type ParseError, parseTree, printParseErrorCode, visit } from "jsonc-parser";
import { positionOf, type Source, type Span } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf } from "../text/indented-lines.ts";
import { appendInBrackets } from "./append-in-brackets.ts";
import { conflictIn } from "./conflict-in.ts";
import type { FindString } from "./string-place.ts";

/** Finds a string in JSON, which may have comments and trailing commas. */
export const findInJson: FindString = (source, keys) => {
  const { text } = source;
  const conflict = conflictIn(source);
  if (conflict !== undefined) return conflict;
  const errors: ParseError[] = [];
  // Only this parser would not take a byte order mark for white space.
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error !== undefined)
    return `not JSON: ${printParseErrorCode(error.error)} in line ${positionOf(source, error.offset).line}`;
  if (root?.type !== "object") return "not an object";

  let around: Node = root;
  let depth = 0;
  let node: Node | undefined;
  for (const key of keys) {
    const way = keys.slice(0, depth).join("/");
    if (around.type !== "object") return `\`${way}\` is not an object`;
    const own: readonly Node[] = (around.children ?? []).filter(({ children }) => children?.[0]?.value === key);
    if (own.length > 1) return "a key on the path appears twice";
    node = own[0]?.children?.[1];
    if (node === undefined) break;
    around = node;
    depth++;
  }
  const found = depth === keys.length ? node : undefined;
  if (found !== undefined && found.type !== "string" && found.type !== "null")
    return `\`${keys.join("/")}\` is not a string`;
  const container = found === undefined ? around : undefined;
  return {
    text: found?.type === "string" ? String(found.value) : undefined,
    written: found?.type === "string" ? insideOf(source, found) : undefined,
    rest: JSON.stringify([restOf(root, keys), commentsIn(text)]),
    write: (written) => {
      if (found !== undefined) return [rewrite(source, found, written)];
      return container === undefined ? [] : insert(source, container, keys.slice(depth), written);
    },
  };
};

/** A string without its quotes. */
function insideOf(source: Source, { offset, length }: Node): Span {
  return { source, start: offset + 1, end: offset + length - 1 };
}

/** Appends what a string gains at its end; any other value is replaced. */
function rewrite(source: Source, node: Node, text: string): TextEdit {
  const [start, end] = [node.offset, node.offset + node.length];
  const before = source.text.slice(start, end);
  const kept = before.slice(0, -1).replace(/[\s,]+$/, "");
  const added = node.type === "string" ? text.slice(String(node.value).replace(/[\s,]+$/, "").length) : text;
  const appended = `${kept}${JSON.stringify(added).slice(1)}`;
  if (node.type === "string" && reads(appended, text))
    return {
      span: { source, start: start + kept.length, end: end - 1 },
      text: appended.slice(kept.length, -1),
    };
  return { span: { source, start, end }, text: JSON.stringify(text) };
}

function reads(literal: string, text: string): boolean {
  try {
    return JSON.parse(literal) === text;
  } catch {
    return false;
  }
}

/** Appends keys with a string to an object, on their own lines if the file has several lines. */
function insert(source: Source, { offset, length, children }: Node, keys: readonly string[], text: string): TextEdit[] {
  const close = offset + length - 1;
  const last = children?.at(-1);
  const own = last === undefined ? undefined : { start: last.offset, end: last.offset + last.length };
  const brackets = { open: offset, close, last: own, comments: /\/\/[^\n]*|\/\*[\s\S]*?\*\//g, space: "" };
  const [key = "", ...others] = keys;
  const value = others.reduceRight<unknown>((inner, each) => ({ [each]: inner }), text);
  const unit = indentOf(source.text);
  const within = source.text.slice(offset + 1, close);
  const isLine = unit === undefined || (last !== undefined && !within.includes("\n"));
  if (isLine) return appendInBrackets(source, brackets, `${JSON.stringify(key)}: ${JSON.stringify(value)}`, "");
  const newline = lineBreakOf(source.text);
  const indent = /^[ \t]*/.exec(source.text.slice(source.text.lastIndexOf("\n", close) + 1))?.[0] ?? "";
  const lines = `${JSON.stringify(key)}: ${JSON.stringify(value, null, unit)}`.split("\n");
  const item = lines.join(`${newline}${indent}${unit}`);
  if (within.trim() !== "") return appendInBrackets(source, brackets, item, unit);
  const written = `${newline}${indent}${unit}${item}${newline}${indent}`;
  return [{ span: { source, start: offset + 1, end: close }, text: written }];
}

/** The indentation of a text that has several lines. */
function indentOf(text: string): string | undefined {
  if (!/\n./.test(text.replace(/^\s*\/\/.*$/gm, "").trim())) return undefined;
  const indent = /\n([ \t]+)["/]/.exec(text)?.[1] ?? "  ";
  return indent.startsWith("\t") ? "\t" : indent;
}

/** The value of an object without what keys lead to, and without objects that contain nothing else. */
function restOf(node: Node | undefined, [key, ...inner]: readonly string[]): unknown {
  if (node === undefined || node.type === "null") return undefined;
  if (node.type !== "object") return structureOf(node);
  const pairs = (node.children ?? []).flatMap(({ children: [name, value] = [] }) => {
    if (name === undefined || (name.value === key && inner.length === 0)) return [];
    const rest = name.value === key ? restOf(value, inner) : value && structureOf(value);
    return rest === undefined ? [] : [[String(name.value), rest]];
  });
  return pairs.length === 0 ? undefined : pairs;
}

/** A value in which the order of keys counts, and duplicate keys too. */
function structureOf(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(structureOf);
  if (node.type !== "object") return [node.type, node.value];
  return {
    pairs: (node.children ?? []).map(({ children: [key, value] = [] }) => [key?.value, value && structureOf(value)]),
  };
}

function commentsIn(text: string): readonly string[] {
  const comments: string[] = [];
  visit(text, { onComment: (offset, length) => comments.push(text.slice(offset, offset + length)) });
  return comments;
}
