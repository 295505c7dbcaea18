import { isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import type { ListPlace, MapPlace, Range, Run } from "../document.ts";
import type { Source } from "../source.ts";
import type { FoundRun } from "./scan.ts";
import { shorten } from "./shorten.ts";

/** Plain data and where each part of it stands. */
export interface PlacedData {
  readonly data: unknown;
  readonly maps: WeakMap<object, MapPlace>;
  readonly lists: WeakMap<object, ListPlace>;
  readonly findings: readonly Diagnostic[];
  /** Whether each run of the scanner stands in a list of customers; if not, the text must be read without the scanner. */
  readonly fits: boolean;
}

/** What a reading of one document carries along. */
interface Reading {
  readonly source: Source;
  readonly runs: ReadonlyMap<number, FoundRun>;
  readonly maps: WeakMap<object, MapPlace>;
  readonly lists: WeakMap<object, ListPlace>;
  readonly findings: Diagnostic[];
  /** The keys that lead to the node at hand; undefined for an item of a list. */
  readonly path: (string | undefined)[];
  taken: number;
}

/**
 * Turns a tree into data: maps without a prototype, lists, texts, numbers, booleans and null. With `numbers`, a decimal
 * integer is a number everywhere, else only below `properties` and `rollout`.
 */
export function readData(
  source: Source,
  root: ParsedNode,
  { numbers = false, runs = new Map() }: { numbers?: boolean; runs?: ReadonlyMap<number, FoundRun> } = {},
): PlacedData {
  const { maps, lists } = { maps: new WeakMap<object, MapPlace>(), lists: new WeakMap<object, ListPlace>() };
  const reading: Reading = { source, runs, maps, lists, findings: [], path: [], taken: 0 };
  const data = readNode(reading, root, numbers);
  return { data, maps, lists, findings: reading.findings, fits: reading.taken === runs.size };
}

function readNode(reading: Reading, node: ParsedNode | null, numbers: boolean): unknown {
  if (isMap<ParsedNode, ParsedNode | null>(node)) return readMap(reading, node, numbers);
  if (isSeq<ParsedNode>(node)) return readList(reading, node, numbers);
  return isScalar(node) ? readScalar(reading, node, numbers) : null;
}

/** A plain decimal integer is the text it is written as, so that an id keeps its zeros and its size. */
function readScalar(reading: Reading, node: Scalar, numbers: boolean): unknown {
  const { value, source = "", type } = node;
  if (typeof value === "number" && isDigits(source)) {
    if (!numbers) return source;
    if (String(value) !== source) reading.findings.push(inexact(reading, node, String(value)));
  } else if (typeof value === "string" && type === "PLAIN" && value.includes(" - ")) {
    const [start, end] = node.range ?? [0, 0];
    const dash = /\n[ \t]*(?=-[ \t])/.exec(reading.source.text.slice(start, end));
    if (dash !== null) reading.findings.push(strayDash(reading.source, start + dash.index + dash[0].length));
  }
  return value;
}

/** A number that would be handed on as another text than stands there, for want of precision or for its zeros. */
function inexact({ source }: Reading, node: Scalar, number: string): Diagnostic {
  const [start, end] = node.range ?? [0, 0];
  const span = { source, start, end };
  const text = source.text.slice(start, end);
  const fix = { title: "quote it", edits: [{ span, text: `"${text}"` }] };
  return diagnostic("schema/unquoted", span, `as a number, \`${shorten(text)}\` becomes \`${number}\``, { fix });
}

/** An item that is indented deeper than the one above it is no item, but the rest of that one's text. */
function strayDash(source: Source, start: number): Diagnostic {
  const span = { source, start, end: start + 1 };
  const hint = "give it the indentation of the item above, or quote the text";
  return diagnostic("yaml/syntax", span, "this dash continues the text above; it begins no item", { hint });
}

function readMap(reading: Reading, node: YAMLMap<ParsedNode, ParsedNode | null>, numbers: boolean): object {
  const { path } = reading;
  const data: Record<string, unknown> = Object.create(null);
  const keys = new Map<string, Range>();
  const values = new Map<string, Range>();
  const [start, closing] = node.range ?? [0, 0];
  let end = start;
  for (const { key, value } of node.items) {
    const place = keyRange(key);
    const name = readKey(reading, key, place);
    path.push(name);
    const item = readNode(reading, value, numbers || holdsNumbers(path));
    path.pop();
    const range = value === null ? { start: place.end, end: place.end } : rangeOf(reading, value, item);
    end = range.end;
    if (name === undefined) continue;
    const first = keys.get(name);
    if (first !== undefined) {
      reading.findings.push(duplicateKey(reading.source, name, place, first));
      continue;
    }
    data[name] = item;
    keys.set(name, place);
    values.set(name, range);
  }
  reading.maps.set(data, { start, end: node.flow === true ? closing : end, keys, values });
  return data;
}

function readList(reading: Reading, node: YAMLSeq<ParsedNode>, numbers: boolean): object {
  const data: unknown[] = [];
  const items: Range[] = [];
  const runs = new Map<number, Run>();
  const [start, closing] = node.range ?? [0, 0];
  const holdsRuns = node.flow !== true && reading.runs.size > 0 && holdsCustomers(reading.path);
  const onlyIds = reading.path[0] === "children";
  let end = start;
  reading.path.push(undefined);
  for (const item of node.items) {
    const value = readNode(reading, item, numbers);
    const range = rangeOf(reading, item, value);
    data.push(value);
    items.push(range);
    end = range.end;
    const found = holdsRuns ? reading.runs.get(range.start) : undefined;
    if (found !== undefined && found.headEnd === range.end && (!onlyIds || hasOnlyIds(reading.source, found.run))) {
      runs.set(items.length - 1, found.run);
      reading.taken++;
      end = found.end;
    }
  }
  reading.path.pop();
  reading.lists.set(data, { start, end: node.flow === true ? closing : end, items, runs });
  return data;
}

/** The text of a key; undefined, with a finding, for what is none. */
function readKey(reading: Reading, key: ParsedNode, place: Range): string | undefined {
  const span = { source: reading.source, ...place };
  if (!isScalar(key)) {
    reading.findings.push(diagnostic("yaml/forbidden", span, "a key is one line of text, not a list or a mapping"));
    return undefined;
  }
  const { value, type, source = "" } = key;
  if (type !== "PLAIN") return String(value);
  if (source === "") {
    reading.findings.push(diagnostic("yaml/syntax", span, "a key is missing before `:`"));
    return undefined;
  }
  if (source === "<<") {
    const extra = { hint: "write the keys out; if it is text, quote it" };
    reading.findings.push(diagnostic("yaml/forbidden", span, "merge keys are not part of the language", extra));
    return undefined;
  }
  if (typeof value !== "string" && !isDigits(source)) {
    const message = `YAML does not read the key \`${shorten(source)}\` as text`;
    const fix = { title: "quote the key", edits: [{ span, text: `"${source}"` }] };
    reading.findings.push(diagnostic("yaml/unquoted-key", span, message, { fix }));
  }
  return source;
}

/** The finding that a key stands in a mapping where it stood before. */
export function duplicateKey(source: Source, key: string, place: Range, first: Range): Diagnostic {
  const related = [{ message: "here it stands first", span: { source, ...first } }];
  const message = `the key \`${shorten(key)}\` stands twice in one mapping`;
  return diagnostic("yaml/duplicate-key", { source, ...place }, message, { related });
}

/** Where a key stands; keys that are text never end in white space. */
export function keyRange(key: ParsedNode): Range {
  const [start, end] = key.range;
  return { start, end };
}

/** Where a node stands, up to the end of its last content. */
function rangeOf(reading: Reading, node: ParsedNode, data: unknown): Range {
  if (typeof data === "object" && data !== null) {
    const place = reading.maps.get(data) ?? reading.lists.get(data);
    if (place !== undefined) return { start: place.start, end: place.end };
  }
  const [start, end] = node.range;
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")
    ? { start, end: contentEnd(reading.source.text, start, end) }
    : { start, end };
}

/** The end of a block of text without its last line's end; all of it where a `+` in the header keeps that. */
function contentEnd(text: string, start: number, end: number): number {
  if (/^.[1-9]?\+/.test(text.slice(start, start + 3))) return end;
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

/** The keys of the document itself, and those that an environment replaces. */
function inEnvironment(path: readonly (string | undefined)[]): number {
  return path[0] === "environments" ? 2 : 0;
}

function holdsNumbers(path: readonly (string | undefined)[]): boolean {
  const top = inEnvironment(path);
  if (path[top] !== "properties" && path[top] !== "rollout") return false;
  return path.length === top + 1 || (path.length === top + 2 && path[top + 1] === "weights");
}

const frozenKeys: ReadonlySet<unknown> = new Set(["flag", "date", "sunset", "ended", "renamed", "seal"]);

/** Whether a list at this path holds customers and nothing else, so that runs of the scanner may stand in it. */
function holdsCustomers(path: readonly (string | undefined)[]): boolean {
  const top = inEnvironment(path);
  const [first, ...rest] = path.slice(top);
  const last = rest.at(-1);
  if (last === undefined && rest.length > 0) return false;
  switch (first) {
    case "enabled":
    case "disabled":
      return rest.length === 1 && last !== "groups";
    case "assign":
      return rest.length === 2 && last !== "groups";
    case "members":
      return rest.length <= 1;
    case "frozen":
      return rest.length === 1 && !frozenKeys.has(last);
    case "children":
      return rest.length === 2;
    default:
      return false;
  }
}

/** Whether each entry is an id and nothing more, as the children of a customer are. */
function hasOnlyIds({ text }: Source, { starts }: Run): boolean {
  return starts.every((start) => /- ["']?$/.test(text.slice(start - 3, start)));
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
