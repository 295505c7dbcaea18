import { type Diagnostic, diagnostic } from "../diagnostic.ts";
import { type Document, type Kind, kinds } from "../document.ts";
import { suggest } from "../runtime/suggest.ts";
import type { Source } from "../source.ts";
import { controlCharacters } from "./control.ts";
import { type PlacedData, readData } from "./data.ts";
import { scan } from "./scan.ts";
import { readTree } from "./tree.ts";

/** A document, unless its text cannot be read as one, and what was found. */
export interface Parsed {
  readonly document: Document | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one file of flags/ or groups/. It never throws, whatever the text is. */
export function parse(source: Source): Parsed {
  const control = controlCharacters(source);
  if (control.length > 0) return { document: undefined, diagnostics: control };
  const read = readScanned(source) ?? readWhole(source);
  return "findings" in read ? named(source, read) : { document: undefined, diagnostics: read };
}

/** The data of a text whose long lists were scanned, if that reads without a finding and as the whole text would. */
function readScanned(source: Source): PlacedData | undefined {
  const { text, runs } = scan(source.text);
  if (runs.size === 0) return undefined;
  const { root } = readTree(source, text);
  if (root === undefined) return undefined;
  const placed = readData(source, root, { runs });
  return placed.fits && placed.findings.length === 0 ? placed : undefined;
}

/** What a text holds that is empty, or has only comments. */
const nothing: PlacedData = { data: null, maps: new WeakMap(), lists: new WeakMap(), findings: [], fits: true };

function readWhole(source: Source): PlacedData | readonly Diagnostic[] {
  const { root, findings } = readTree(source);
  if (findings.length > 0) return findings;
  return root === undefined ? nothing : readData(source, root);
}

/** The document that a mapping is, by its first key. */
function named(source: Source, { data, maps, lists, findings }: PlacedData): Parsed {
  const fail = (finding: Diagnostic): Parsed => ({ document: undefined, diagnostics: [...findings, finding] });
  const names = kinds.map((kind) => `\`${kind}\``).join(", ");
  const hint = `the first key is the kind of the document and says its name; kinds are ${names}`;
  if (findings.some(({ code }) => code === "yaml/forbidden" || code === "yaml/syntax")) {
    return { document: undefined, diagnostics: findings };
  }
  const place = typeof data === "object" && data !== null ? maps.get(data) : undefined;
  if (place === undefined) {
    const start = source.text.search(/[^\s\ufeff]/);
    const end = source.text.slice(start).search(/[\r\n]|$/) + start;
    const span = start < 0 ? { source, start: 0, end: 0 } : { source, start, end };
    const message =
      start < 0
        ? "the file is empty"
        : data === null
          ? "the file has comments, but no document"
          : "a document is a mapping, and this is none";
    return fail(diagnostic("schema/unknown-kind", span, message, { hint }));
  }
  const [kind = "", key = place] = place.keys.entries().next().value ?? [];
  if (!isKind(kind)) {
    const later = kinds.find((each) => place.keys.has(each));
    const near = suggest(kind, kinds);
    const advice =
      later !== undefined ? `\`${later}\` must come first` : near !== undefined ? `did you mean \`${near}\`?` : hint;
    return fail(
      diagnostic(
        "schema/unknown-kind",
        { source, ...key },
        `\`${kind.length > 40 ? `${kind.slice(0, 39)}…` : kind}\` is no kind of document`,
        {
          hint: advice,
        },
      ),
    );
  }
  const value = (data as Record<string, unknown>)[kind];
  const name = kind === "retired" ? kind : typeof value === "string" ? value : "";
  return { document: { source, kind, name, data, maps, lists }, diagnostics: findings };
}

function isKind(text: string): text is Kind {
  return kinds.some((kind) => kind === text);
}
