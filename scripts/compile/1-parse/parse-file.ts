import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Document, isKind } from "../../model/document.ts";
import { oddSpace } from "../../model/text/odd-space.ts";
import type { Source } from "../../model/text/source.ts";
import { controlCharacters } from "./control-characters.ts";
import { beginsWithKind, unknownKind } from "./document-kind.ts";
import { readFast } from "./fast-reader.ts";
import { type PlacedData, readData } from "./read-data.ts";
import { scanRuns } from "./scan-runs.ts";
import { readTree } from "./yaml-tree.ts";

/** A document, unless its text cannot be read as one, and the findings. */
export interface Parsed {
  readonly document: Document | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A line that seems to be indented with what YAML does not take for white space. */
const oddIndent = new RegExp(`^\uFEFF?[ -]*${oddSpace.source}`, "m");

/** The first line of a longer text is checked before all of it is read, since it may be anything. */
const longText = 200_000;

/**
 * Reads one file of flags/ or groups/. It never throws. The entries whose ids start at the offsets in `open` are in the
 * data, and not in a run.
 */
export function parse(source: Source, open?: ReadonlySet<number>): Parsed {
  const failed = (...diagnostics: readonly Diagnostic[]): Parsed => ({ document: undefined, diagnostics });
  const control = controlCharacters(source);
  if (control.length > 0) return failed(...control);
  if (source.text.length > longText && !beginsWithKind(source.text)) return failed(unknownKind(source));

  const isUsual = !oddIndent.test(source.text);
  const read = (isUsual ? (readFast(source, { open }) ?? readScanned(source, open)) : undefined) ?? readWhole(source);
  if (!("data" in read)) return failed(...read);
  const { data, maps, lists, findings } = read;
  if (read.broken) return failed(...findings);
  const keys = typeof data === "object" && data !== null ? maps.get(data)?.keys : undefined;
  const [kind = ""] = keys?.keys() ?? [];
  if (!isKind(kind)) return failed(...findings, unknownKind(source, keys));
  const value = (data as Record<string, unknown>)[kind];
  const name = kind === "retired" ? kind : typeof value === "string" ? value : "";
  return { document: { source, kind, name, data, maps, lists }, diagnostics: findings };
}

/**
 * The data of a text whose long lists were scanned, if the rest reads as YAML and each run is in a list of customers.
 */
function readScanned(source: Source, open?: ReadonlySet<number>): PlacedData | undefined {
  const { text, runs } = scanRuns(source.text, { open });
  if (runs.size === 0) return undefined;
  const { root } = readTree(source, text);
  if (root === undefined) return undefined;
  const placed = readData(source, root, { runs });
  return placed.fits ? placed : undefined;
}

const tabbedLine = /^ *\t/m;

/**
 * Whether a text with long lists is certainly not YAML, without reading the lists. If not, it may be broken all the same.
 */
export function isSurelyBroken(source: Source): boolean {
  const { text, runs } = scanRuns(source.text);
  // After a line of tabs, the last entry of a run may go on.
  if (runs.size === 0 || tabbedLine.test(source.text)) return false;
  const { rest } = readTree(source, text);
  // Only if each run is in a list of customers, the rest says the same without them.
  return rest !== undefined && readData(source, rest, { runs }).fits;
}

/** The data of a text that is empty or has only comments. */
const nothing: PlacedData = {
  data: null,
  maps: new Map(),
  lists: new Map(),
  findings: [],
  broken: false,
  fits: true,
};

function readWhole(source: Source): PlacedData | readonly Diagnostic[] {
  const { root, findings } = readTree(source);
  if (findings.length > 0) return findings;
  return root === undefined ? nothing : readData(source, root);
}
