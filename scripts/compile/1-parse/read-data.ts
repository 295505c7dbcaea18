import type { ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { EntryColumns, ListPlace, MapPlace, Range } from "../../model/document.ts";
import { ellipsis } from "../../model/text/ellipsis.ts";
import type { Source } from "../../model/text/source.ts";
import { numbersGoTo } from "../../model/value.ts";
import { hasOnlyIds } from "./entry-columns.ts";
import { holdsAnything, holdsCustomers, holdsNumbers, holdsOnlyIds, holdsTexts } from "./list-paths.ts";
import { newMapping } from "./new-mapping.ts";
import type { ScannedColumns } from "./scan-runs.ts";
import { yaml } from "./yaml.ts";

/** Plain data and where each part of it is. */
export interface PlacedData {
  readonly data: unknown;
  readonly maps: Map<object, MapPlace>;
  readonly lists: Map<object, ListPlace>;
  readonly findings: readonly Diagnostic[];
  /** Whether something could not be read as data at all. */
  readonly broken: boolean;
  /** Whether each run of the scanner is in a list of customers; if not, the text must be read without the scanner. */
  readonly fits: boolean;
}

/** The state of reading one document. */
interface Reading {
  readonly source: Source;
  readonly runs: ReadonlyMap<number, ScannedColumns>;
  readonly maps: Map<object, MapPlace>;
  readonly lists: Map<object, ListPlace>;
  readonly findings: Diagnostic[];
  /** The keys that lead to the current node; undefined for an item of a list. */
  readonly path: (string | undefined)[];
  broken: boolean;
  /** How many runs have been put in their place. */
  taken: number;
}

/** Enough to repair in one go; a file that a program got wrong may have a million. */
const maxFindings = 100;

/**
 * Turns a tree into data: mappings without a prototype, lists, texts, numbers, booleans and null. With `numbers`, a
 * decimal integer is a number everywhere, otherwise only below `properties` and `rollout`.
 */
export function readData(
  source: Source,
  root: ParsedNode,
  { numbers = false, runs = new Map() }: { numbers?: boolean; runs?: ReadonlyMap<number, ScannedColumns> } = {},
): PlacedData {
  const { maps, lists } = { maps: new Map<object, MapPlace>(), lists: new Map<object, ListPlace>() };
  const reading: Reading = { source, runs, maps, lists, findings: [], path: [], broken: false, taken: 0 };
  const data = readNode(reading, root, numbers);
  return { data, maps, lists, findings: reading.findings, broken: reading.broken, fits: reading.taken === runs.size };
}

function tell(reading: Reading, finding: Diagnostic): void {
  if (reading.findings.length < maxFindings) reading.findings.push(finding);
  if (finding.code === "yaml/syntax" || finding.code === "yaml/forbidden") reading.broken = true;
}

function readNode(reading: Reading, node: ParsedNode | null, numbers: boolean): unknown {
  const { isMap, isScalar, isSeq } = yaml();
  if (isMap<ParsedNode, ParsedNode | null>(node)) return readMap(reading, node, numbers);
  if (isSeq<ParsedNode>(node)) return readList(reading, node, numbers);
  return isScalar(node) ? readScalar(reading, node, numbers) : null;
}

/** A plain decimal integer is read as its source text, so that an id keeps its zeros and its size. */
function readScalar(reading: Reading, node: Scalar, numbers: boolean): unknown {
  const { value, source = "", type } = node;
  if (typeof value === "number" && !numbers && isDigits(source)) return source;
  if (typeof value === "number" && numbers) {
    const number = JSON.stringify(value);
    if (Number.isFinite(value) && number !== source) tell(reading, inexact(reading, node, number));
    // Elsewhere the schema requires a number, and reports it.
    if (!Number.isFinite(value) && holdsAnything(reading.path)) tell(reading, infinite(reading, node));
  } else if (typeof value === "string" && type === "PLAIN" && value.includes(" - ")) {
    const [start, end] = node.range ?? [0, 0];
    const dash = /\n[ \t]*(?=-[ \t])/.exec(reading.source.text.slice(start, end));
    if (dash !== null) tell(reading, strayDash(reading.source, start + dash.index + dash[0].length));
  }
  return value;
}

/** The finding that a number would be passed on as a different text, because of its precision or its notation. */
function inexact({ source, path }: Reading, node: Scalar, number: string): Diagnostic {
  const [start, end] = node.range ?? [0, 0];
  const span = { source, start, end };
  const text = source.text.slice(start, end);
  const replacement = holdsTexts(path)
    ? { title: "quote it", text: `"${text}"` }
    : { title: `write \`${number}\``, text: number };
  const fix = { title: replacement.title, edits: [{ span, text: replacement.text }] };
  return diagnostic("schema/unquoted", span, `as a number, \`${ellipsis(text)}\` becomes \`${number}\``, { fix });
}

function infinite({ source }: Reading, node: Scalar): Diagnostic {
  const [start, end] = node.range ?? [0, 0];
  const text = source.text.slice(start, end);
  const span = { source, start, end };
  const fix = { title: "quote it", edits: [{ span, text: JSON.stringify(text) }] };
  return diagnostic("schema/wrong-value", span, `\`${ellipsis(text)}\` is not a number that JSON can represent`, {
    fix,
    hint: numbersGoTo,
  });
}

/** The finding that an item indented deeper than the one above it is part of that one's text. */
function strayDash(source: Source, start: number): Diagnostic {
  const span = { source, start, end: start + 1 };
  const tight = tightDashesAbove(source.text, start);
  const [first] = tight;
  if (first !== undefined) {
    const edits = tight.map((at) => ({ span: { source, start: at, end: at }, text: " " }));
    const place = { source, start: first - 1, end: first };
    return diagnostic("yaml/syntax", place, "a space is missing after the dash", {
      fix: { title: "add a space", edits },
    });
  }
  const hint = "give it the indentation of the item above, or quote the text";
  return diagnostic("yaml/syntax", span, "this dash continues the text above; it does not start an item", { hint });
}

/** Where a space is missing after the dashes in the lines above an item that have its indentation, in their order. */
function tightDashesAbove(text: string, start: number): readonly number[] {
  const found: number[] = [];
  let lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  while (lineStart > 0) {
    const above = text.lastIndexOf("\n", lineStart - 2) + 1;
    const line = text.slice(above, lineStart);
    if (!line.startsWith(`${indent}-`) || !/^-[^\s-]/.test(line.slice(indent.length))) break;
    found.unshift(above + indent.length + 1);
    lineStart = above;
  }
  return found;
}

function readMap(reading: Reading, node: YAMLMap<ParsedNode, ParsedNode | null>, numbers: boolean): object {
  const { path } = reading;
  const data = newMapping();
  const keys = new Map<string, Range>();
  const values = new Map<string, Range>();
  const [start, closing] = node.range ?? [0, 0];
  let end = start;
  for (const { key, value } of node.items) {
    const place = keyRange(key);
    const name = readKey(reading, key, place);
    path.push(name);
    const item = readNode(reading, value, holdsNumbers(path, numbers));
    path.pop();
    const range = value === null ? { start: place.end, end: place.end } : rangeOf(reading, value, item);
    end = range.end;
    if (name === undefined) continue;
    const first = keys.get(name);
    if (first !== undefined) {
      tell(reading, duplicateKey(reading.source, name, place, first));
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
  const runs = new Map<number, EntryColumns>();
  const [start, closing] = node.range ?? [0, 0];
  const holdsRuns = node.flow !== true && reading.runs.size > 0 && holdsCustomers(reading.path);
  const onlyIds = holdsOnlyIds(reading.path);
  let end = start;
  reading.path.push(undefined);
  for (const item of node.items) {
    const value = readNode(reading, item, numbers);
    const range = rangeOf(reading, item, value);
    data.push(value);
    items.push(range);
    end = range.end;
    const found = holdsRuns ? reading.runs.get(range.start) : undefined;
    if (
      found !== undefined &&
      found.headEnd === range.end &&
      (!onlyIds || hasOnlyIds(reading.source.text, found.run))
    ) {
      runs.set(items.length - 1, found.run);
      reading.taken++;
      end = found.end;
    }
  }
  reading.path.pop();
  reading.lists.set(data, { start, end: node.flow === true ? closing : end, items, runs });
  return data;
}

/** The text of a key; undefined, with a finding, if it is not text. */
function readKey(reading: Reading, key: ParsedNode, place: Range): string | undefined {
  const span = { source: reading.source, ...place };
  if (!yaml().isScalar(key)) {
    tell(reading, diagnostic("yaml/forbidden", span, "a key is a single line of text, not a list or a mapping"));
    return undefined;
  }
  const { value, type, source = "" } = key;
  if (type !== "PLAIN") return String(value);
  if (source === "") {
    tell(reading, diagnostic("yaml/syntax", span, "a key is missing before `:`"));
    return undefined;
  }
  if (source === "<<") {
    const extra = { hint: "write the keys out; if this is text, quote it" };
    tell(reading, diagnostic("yaml/forbidden", span, "merge keys are not part of the language", extra));
    return undefined;
  }
  if (typeof value !== "string" && !isDigits(source)) {
    const message = `YAML does not read the key \`${ellipsis(source)}\` as text`;
    const fix = { title: "quote the key", edits: [{ span, text: `"${source}"` }] };
    tell(reading, diagnostic("yaml/unquoted-key", span, message, { fix }));
  }
  return source;
}

/** The finding that a mapping has a key twice. */
export function duplicateKey(source: Source, key: string, place: Range, first: Range): Diagnostic {
  const related = [{ message: "it first appears here", span: { source, ...first } }];
  const message = `the key \`${ellipsis(key)}\` appears twice in one mapping`;
  return diagnostic("yaml/duplicate-key", { source, ...place }, message, {
    related,
    hint: "merge the two into one",
  });
}

/** Where a key is; keys that are text never end in white space. */
export function keyRange(key: ParsedNode): Range {
  const [start, end] = key.range;
  return { start, end };
}

/** Where a node is, up to the end of its last content. */
function rangeOf(reading: Reading, node: ParsedNode, data: unknown): Range {
  if (typeof data === "object" && data !== null) {
    const place = reading.maps.get(data) ?? reading.lists.get(data);
    if (place !== undefined) return { start: place.start, end: place.end };
  }
  const [start, end] = node.range;
  return yaml().isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")
    ? { start, end: contentEnd(reading.source.text, start, end) }
    : { start, end };
}

/** The end of a block of text without its last line break; with it if a `+` in the header keeps it. */
function contentEnd(text: string, start: number, end: number): number {
  if (/^.[1-9]?\+/.test(text.slice(start, start + 3))) return end;
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
