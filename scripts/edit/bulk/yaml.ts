import { isAlias, isMap, isScalar, type ParsedNode, parseAllDocuments, type Scalar, type YAMLMap } from "yaml";
import type { Document, MapPlace, Range } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf } from "../text/line-layout.ts";
import { setAt } from "../text/set-key.ts";
import { lines, type Mapping } from "../text/write-yaml.ts";
import type { FindString, StringPlace } from "./string-place.ts";

type YamlMap = YAMLMap<ParsedNode, ParsedNode | null>;

/** In YAML of any kind: what stands elsewhere in the file is nobody's business here. */
export const findInYaml: FindString = (source, keys) => {
  const documents = [...parseAllDocuments(source.text, { merge: true, logLevel: "silent" })];
  if (documents.length > 1) return "it has several documents";
  const [document] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined)
    return `no YAML: ${error.message.split(/ at line |:?\n/)[0]?.toLowerCase()} in line ${error.linePos?.[0].line ?? 1}`;
  const root = (document?.contents ?? null) as ParsedNode | null;
  return root === null ? atEnd(source, keys) : within(source, keys, root);
};

/** The place of the keys in a file that has none. */
function atEnd(source: Source, [key = "", ...inner]: readonly string[]): StringPlace {
  const newline = lineBreakOf(source.text);
  const at = source.text.length;
  const lead = source.text.trim() === "" || source.text.endsWith("\n") ? "" : newline;
  const nested = (text: string): string | Mapping =>
    inner.reduceRight<string | Mapping>((value, each) => ({ [each]: value }), text);
  return {
    text: undefined,
    write: (text) => [
      { span: { source, start: at, end: at }, text: `${lead}${lines(key, nested(text), "").join(newline)}${newline}` },
    ],
  };
}

function within(source: Source, keys: readonly string[], root: ParsedNode): StringPlace | string {
  const maps = new Map<object, MapPlace>();
  const data: Record<string, unknown> = Object.create(null);
  const document: Document = { source, kind: "config", name: "", data, maps, lists: new Map() };
  let container = data;
  let node: ParsedNode | null = root;
  for (const [depth, key] of keys.entries()) {
    const way = keys.slice(0, depth).join("/");
    if (isShared(node)) return `\`${way}\` is shared by an anchor`;
    if (!isMap(node)) return depth === 0 ? "it is no mapping" : `\`${way}\` is no mapping`;
    const { items: pairs }: YamlMap = node as YamlMap;
    const own = pairs.filter((pair) => keyOf(pair.key) === key);
    if (own.length > 1) return `\`${key}\` stands there twice`;
    if (own.length === 0 && pairs.some((pair) => keyOf(pair.key) === "<<")) return `\`${key}\` may come from \`<<\``;
    for (const pair of pairs) container[keyOf(pair.key)] = null;
    maps.set(container, placeOf(node as YamlMap));
    node = own[0]?.value ?? null;
    if (own.length === 0) break;
    if (depth === keys.length - 1) container[key] = isScalar(node) ? node.value : null;
    // An empty mapping on the way is written like one that is not there.
    else if (!(isScalar(node) && node.value === null)) container = container[key] = Object.create(null);
    else break;
  }
  const isEmpty = node === null || (isScalar(node) && node.value === null);
  if (isShared(node)) return `\`${keys.join("/")}\` is shared by an anchor`;
  if (!isEmpty && !(isScalar(node) && typeof node.value === "string" && node.tag === undefined))
    return `\`${keys.join("/")}\` is no string`;
  return {
    text: isEmpty ? undefined : String((node as Scalar).value),
    write: (text) =>
      isScalar(node) && /^BLOCK/.test(node.type ?? "") ? goOn(source, node, text) : setAt(document, keys, text),
  };
}

/** Puts what a block of text gets at its end there. */
function goOn(source: Source, { value, range }: Scalar, text: string): readonly TextEdit[] {
  const [begin = 0, stop = 0] = range ?? [];
  const written = source.text.slice(begin, stop);
  const kept = written.replace(/[\s,]+$/, "");
  const added = text.slice(String(value).replace(/[\s,]+$/, "").length);
  const [start, end] = [begin + kept.length, begin + written.trimEnd().length];
  return [{ span: { source, start, end }, text: added }];
}

/** Whether a change of a node would change what stands elsewhere, or the node is that. */
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
