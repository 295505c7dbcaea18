import type { Declarations } from "../declare/declarations.ts";
import { type Declared, declare } from "../declare/declare.ts";
import type { Identities } from "../declare/identities.ts";
import { type Data, findAmong, type LiveData, readData } from "../declare/live-data.ts";
import { type Source, sourceOf } from "../declare/source.ts";
import { numberValues } from "../declare/value-numbers.ts";
import type { Bundle, BundleValue } from "../shapes/bundle.ts";
import { findState, foundByRecords, type IdIndex } from "../tables/id-index.ts";
import type { Prefixes } from "../tables/prefixes.ts";
import type { Texts } from "../tables/string-table.ts";
import type { Table } from "../tables/tables.ts";
import { contentAt, stampOf } from "./integrity.ts";
import { partsOf, readSections, type Section, type SectionReader } from "./sections.ts";
import { serialize } from "./serialize.ts";
import { withoutCustomers } from "./without-customers.ts";

/** The part of a packed bundle that is read as JSON. */
export interface Head {
  /** Everything but the customers. */
  readonly bundle: Bundle;
  /** The values that the numbers in cells stand for. */
  readonly values: readonly BundleValue[];
}

/** A bundle in the form of flags.bin. */
export interface Packed {
  /** The text of the head, which is also in the file. */
  readonly head: string;
  /** The file in parts, one after the other. */
  readonly file: readonly Uint8Array<ArrayBuffer>[];
  /** What distinguishes the file from any other. */
  readonly stamp: string;
}

/** Packs a sound bundle: the same bytes for the same bundle, on every machine. */
export function packBundle(bundle: Bundle): Packed {
  const { find } = readData(sourceOf(bundle), undefined, true);
  const environments = bundle.environments.map(find) as [Data, ...Data[]];
  const [first] = environments;
  // A flag that is declared may have values without a number.
  for (const { flags } of environments) [...flags.values()];
  const { values } = first;
  const head = serialize({ bundle: withoutCustomers(bundle), values });
  // Environments share equal tables.
  const tables = [...new Set(environments.flatMap((data) => data.tables))];
  const sections: Section[] = [
    Int32Array.from([
      tables.length,
      ...environments.flatMap((data) => data.tables.map((table) => tables.indexOf(table))),
    ]),
  ];
  for (const table of tables) addTable(sections, table);
  for (const identities of first.identities) addIdentities(sections, identities);
  const headParts = partsOf(new TextEncoder().encode(head));
  const rest = sections.flatMap(partsOf);
  const { beginning, stamp } = stampOf(headParts, rest);
  return { head, file: [beginning, ...headParts, ...rest], stamp };
}

/** The head of a whole file. */
export function readHead(file: Uint8Array<ArrayBuffer>): unknown {
  return JSON.parse(new TextDecoder().decode(readSections(file, contentAt).bytes()));
}

/** The head of a module that reads flags one by one. */
export interface LazyHead extends Pick<Head, "values"> {
  readonly bundle: Source;
}

/** What a head declares, for a module that was `built` with other data. */
export function declareHead({ bundle, values }: LazyHead, built?: Declarations): Declared {
  return declare(bundle, { built, values: numberValues(values) });
}

/** The data of a whole file, whose arrays are read in place; with its head, and the head's declarations. */
export function readPacked(
  file: Uint8Array<ArrayBuffer>,
  { bundle: source }: LazyHead,
  { declarations, values }: Declared,
  built?: Declarations,
): LiveData {
  const reader = readSections(file, contentAt);
  reader.bytes();
  const [count = 0, ...numbers] = reader.int32s();
  const tables = Array.from({ length: count }, () => readTable(reader));
  const scopes = declarations.scopeNames.length;
  const tablesOf = (environment: number): readonly Table[] =>
    numbers.slice(environment * scopes, (environment + 1) * scopes).map((number) => tables[number] as Table);
  const identities = declarations.scopeNames.map(() => readIdentities(reader));
  const first: Data = { ...declarations, tables: tablesOf(0), identities, findState, decisions: new Map() };
  const find = findAmong({ first, source, built, values }, (environment) =>
    tablesOf(source.environments.indexOf(environment)),
  );
  return { digest: source.digest, first, find };
}

function addIndex(sections: Section[], { ignoreCase, stateBytes, buckets, records, prefixes }: IdIndex): void {
  sections.push(Int32Array.of(Number(ignoreCase), stateBytes, prefixes?.depth ?? -1));
  sections.push(buckets, new Uint8Array(records.buffer, records.byteOffset, records.byteLength));
  if (prefixes !== undefined) sections.push(prefixes.units, prefixes.children, prefixes.states, prefixes.filter);
}

function readIndex({ bytes, uint16s, int32s }: SectionReader): IdIndex {
  const [ignoreCase, stateBytes = 1, depth = -1] = int32s();
  const buckets = int32s();
  const records = bytes();
  const prefixes: Prefixes | undefined =
    depth < 0 ? undefined : { units: uint16s(), children: int32s(), states: int32s(), depth, filter: int32s() };
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  return { ignoreCase: ignoreCase === 1, ...foundByRecords(buckets), stateBytes, buckets, records: view, prefixes };
}

function addTable(sections: Section[], table: Table): void {
  addIndex(sections, table);
  sections.push(table.timelines, table.moments, table.momentRows, table.rows, table.cells);
}

function readTable(reader: SectionReader): Table {
  const { int32s, float64s } = reader;
  const index = readIndex(reader);
  const [timelines, moments, momentRows] = [int32s(), float64s(), int32s()];
  return { ...index, timelines, moments, momentRows, rows: int32s(), cells: int32s() };
}

function addIdentities(sections: Section[], identities: Identities | undefined): void {
  const { today, children = [] } = identities ?? {};
  sections.push(
    Int32Array.from([
      Number(identities !== undefined),
      Number(today !== undefined),
      ...children.map(({ scope }) => scope),
    ]),
  );
  if (today !== undefined) sections.push(today.starts, today.units);
  for (const { links } of children) {
    addIndex(sections, links);
    sections.push(links.parents.starts, links.parents.units);
  }
}

function readIdentities(reader: SectionReader): Identities | undefined {
  const [isThere, hasToday, ...scopes] = reader.int32s();
  if (isThere !== 1) return undefined;
  return {
    today: hasToday === 1 ? readTexts(reader) : undefined,
    children: scopes.map((scope) => ({ scope, links: { ...readIndex(reader), parents: readTexts(reader) } })),
  };
}

function readTexts({ int32s, uint16s }: SectionReader): Texts {
  return { starts: int32s(), units: uint16s() };
}
