import {
  isAlias,
  isMap,
  isScalar,
  Lexer,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Document, MapPlace, Range } from "../../model/document.ts";
import { writeText } from "../../model/text/quoting.ts";
import type { Source, Span } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf } from "../text/indented-lines.ts";
import { setAt } from "../text/set-key.ts";
import { inline, lines, type Mapping } from "../text/write-yaml.ts";
import { appendInBrackets } from "./append-in-brackets.ts";
import { conflictIn } from "./conflict-in.ts";
import type { FindString, StringPlace } from "./string-place.ts";

type YamlMap = YAMLMap<ParsedNode, ParsedNode | null>;

/** Finds a string in any YAML, regardless of the rest of the file. */
export const findInYaml: FindString = (source, keys) => {
  const conflict = conflictIn(source);
  if (conflict !== undefined) return conflict;
  const documents = [...parseAllDocuments(source.text, { merge: true, logLevel: "silent", keepSourceTokens: true })];
  if (documents.length > 1) return "it contains several documents";
  const [document] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined)
    return `not YAML: ${error.message.split(/ at line |:?\n/)[0]?.toLowerCase()} in line ${error.linePos?.[0].line ?? 1}`;
  const root = (document?.contents ?? null) as ParsedNode | null;
  const rest = JSON.stringify([root === null ? "" : restOf(source.text, root, keys), commentsIn(source.text)]);
  return root === null ? { ...atEnd(source, keys), rest } : within(source, keys, root, rest);
};

/** A text without what keys lead to, and without mappings that contain nothing else. */
function restOf(text: string, node: ParsedNode | null, [key, ...inner]: readonly string[]): string {
  if (node === null || isNull(node)) return "";
  if (!isMap(node)) return sliceOf(text, node);
  const pairs = (node as YamlMap).items.flatMap((pair) => {
    if (keyOf(pair.key) !== key) return [[sliceOf(text, pair.key), pair.value && sliceOf(text, pair.value)]];
    const rest = inner.length === 0 ? "" : restOf(text, pair.value, inner);
    return rest === "" ? [] : [[key, rest]];
  });
  return pairs.length === 0 ? "" : JSON.stringify(pairs);
}

function sliceOf(text: string, { range }: ParsedNode): string {
  return text.slice(range[0], range[1]);
}

function commentsIn(text: string): readonly string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith("#")).map((comment) => comment.trimEnd());
}

/** The place of the keys in a file that has none of them. */
function atEnd(source: Source, [key = "", ...inner]: readonly string[]): Omit<StringPlace, "rest"> {
  const newline = lineBreakOf(source.text);
  const at = source.text.length;
  const lead = source.text.trim() === "" || source.text.endsWith("\n") ? "" : newline;
  const nested = (text: string): string | Mapping =>
    inner.reduceRight<string | Mapping>((value, each) => ({ [each]: value }), text);
  return {
    text: undefined,
    written: undefined,
    write: (text) => [
      { span: { source, start: at, end: at }, text: `${lead}${lines(key, nested(text), "").join(newline)}${newline}` },
    ],
  };
}

function within(source: Source, keys: readonly string[], root: ParsedNode, rest: string): StringPlace | string {
  const maps = new Map<object, MapPlace>();
  const data: Record<string, unknown> = Object.create(null);
  const document: Document = { source, kind: "config", name: "", data, maps, lists: new Map() };
  let container = data;
  let node: ParsedNode | null = root;
  let valueless: Valueless | undefined;
  for (const [depth, key] of keys.entries()) {
    const way = keys.slice(0, depth).join("/");
    if (isShared(node)) return `\`${way}\` is shared by an anchor`;
    if (!isMap(node)) return depth === 0 ? "it is not a mapping" : `\`${way}\` is not a mapping`;
    const { items: pairs }: YamlMap = node as YamlMap;
    const own = pairs.filter((pair) => keyOf(pair.key) === key);
    if (own.length > 1) return `\`${key}\` appears twice`;
    if (own.length === 0 && pairs.some((pair) => keyOf(pair.key) === "<<")) return `\`${key}\` may come from \`<<\``;
    for (const pair of pairs) container[keyOf(pair.key)] = null;
    maps.set(container, placeOf(node as YamlMap));
    const around = node as YamlMap;
    node = own[0]?.value ?? null;
    if (own[0] === undefined) {
      valueless = { around, pair: undefined, keys: keys.slice(depth) };
      break;
    }
    if (isNothing(node)) valueless = { around, pair: own[0], keys: keys.slice(depth + 1) };
    if (depth === keys.length - 1) container[key] = isScalar(node) ? node.value : null;
    // An empty mapping on the way is written like a missing one.
    else if (!isNull(node)) container = container[key] = Object.create(null);
    else break;
  }
  const isEmpty = isNull(node);
  if (isShared(node)) return `\`${keys.join("/")}\` is shared by an anchor`;
  if (!isEmpty && !(isScalar(node) && typeof node.value === "string" && node.tag === undefined))
    return `\`${keys.join("/")}\` is not a string`;
  return {
    text: isEmpty ? undefined : String((node as Scalar).value),
    written: isEmpty ? undefined : insideOf(source, node as Scalar),
    rest,
    write: (text) => {
      if (isScalar(node) && /^BLOCK/.test(node.type ?? "") && text !== "") return goOn(source, node, text);
      return (valueless && giveValue(source, valueless, text)) ?? setAt(document, keys, text);
    },
  };
}

/** The characters of a string: without quotes, and of a block the lines below its header. */
function insideOf(source: Source, { type, range }: Scalar): Span {
  const [start, end] = range ?? [0, 0];
  const written = source.text.slice(start, end);
  if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return { source, start: start + 1, end: end - 1 };
  const header = /^BLOCK/.test(type ?? "") ? (/^[^\n]*\n/.exec(written)?.[0].length ?? 0) : 0;
  return { source, start: start + header, end: start + written.trimEnd().length };
}

/** A key without a value, or undefined if there is no such key, and the keys to put into it. */
interface Valueless {
  readonly around: YamlMap;
  readonly pair: Pair<ParsedNode, ParsedNode | null> | undefined;
  readonly keys: readonly string[];
}

/** Whether a value is `null`, written or left out. */
function isNull(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** Whether a value is left out, and not written as `null` or `~`. */
function isNothing(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.range[0] === node.range[1]);
}

/** Writes the value of a key after its colon, and keys in it below; undefined if nothing special is in the way. */
function giveValue(source: Source, { around, pair, keys }: Valueless, text: string): readonly TextEdit[] | undefined {
  const { flow } = around;
  const [open, end] = around.range ?? [0, 0];
  const { text: old } = source;
  const [key = "", ...others] = keys;
  const nested = others.reduceRight<string | Mapping>((value, each) => ({ [each]: value }), text);
  if (pair === undefined) {
    const last = around.items.at(-1);
    const stop = last?.value?.range[1] ?? last?.key.range[1] ?? 0;
    if (flow !== true || (last !== undefined && !/[#\n]/.test(old.slice(stop, end)))) return undefined;
    const close = end - 1;
    const own = last === undefined ? undefined : { start: last.key.range[0], end: stop };
    const item = `${writeText(key, "", true)}: ${inline(nested, true)}`;
    if (last === undefined && old.slice(open, end) === "{}") return undefined;
    return appendInBrackets(source, { open, close, last: own, comments: /(?<=\s)#[^\n]*/g, space: " " }, item, "  ");
  }
  const value = keys.length === 0 ? text : { [key]: nested };
  const colon = pair.srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  const start = pair.key.range[1];
  const at = colon === undefined ? start : colon.offset + 1;
  const put = (offset: number, written: string): readonly TextEdit[] => [
    { span: { source, start: offset, end: offset }, text: written },
  ];
  const isExplicit = pair.srcToken?.start.some(({ type }) => type === "explicit-key-ind") ?? false;
  if (flow === true || (isExplicit && colon !== undefined))
    return put(at, `${colon ? "" : ":"} ${inline(value, flow)}`);
  const newline = lineBreakOf(old);
  const lineStart = old.lastIndexOf("\n", pair.key.range[0] - 1) + 1;
  const [lead = ""] = /^\uFEFF?[ ]*(?:[-?] +)*/.exec(old.slice(lineStart)) ?? [];
  const indent = " ".repeat(lead.replace("\uFEFF", "").length);
  const lineEnd = (offset: number): number => offset + (/^[^\r\n]*/.exec(old.slice(offset))?.[0].length ?? 0);
  // `? key` without a value gets one on its own line.
  if (isExplicit) return put(lineEnd(start), `${newline}${indent.slice(2)}: ${inline(value)}`);
  if (typeof value === "string") return put(at, ` ${inline(value)}`);
  return put(lineEnd(at), [``, ...lines(key, nested, `${indent}  `)].join(newline));
}

/** Appends what a block of text gains at its end. */
function goOn(source: Source, { value, range }: Scalar, text: string): readonly TextEdit[] {
  const [begin = 0, stop = 0] = range ?? [];
  const written = source.text.slice(begin, stop);
  const kept = written.replace(/[\s,]+$/, "");
  const added = text.slice(String(value).replace(/[\s,]+$/, "").length);
  const [start, end] = [begin + kept.length, begin + written.trimEnd().length];
  return [{ span: { source, start, end }, text: added }];
}

/** Whether a change of a node would change another part of the file, or the node is defined there. */
function isShared(node: ParsedNode | null): boolean {
  return isAlias(node) || (node !== null && "anchor" in node && node.anchor !== undefined);
}

function keyOf(key: ParsedNode): string {
  if (!isScalar(key)) return "";
  return key.source === "<<" ? "<<" : String(key.value);
}

function placeOf({ items, range, flow }: YamlMap): MapPlace {
  const keys = new Map<string, Range>();
  const values = new Map<string, Range>();
  let end = range?.[0] ?? 0;
  for (const { key, value } of items) {
    keys.set(keyOf(key), { start: key.range[0], end: key.range[1] });
    const [start, stop] = value?.range ?? [key.range[1], key.range[1]];
    values.set(keyOf(key), { start, end: stop });
    end = Math.max(end, stop);
  }
  return { start: range?.[0] ?? 0, end: flow === true ? (range?.[1] ?? end) : end, keys, values };
}
