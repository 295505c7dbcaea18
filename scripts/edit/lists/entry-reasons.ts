import type { Document } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { itemLines } from "../text/indented-lines.ts";

/** Why a customer is in a list, according to its entry. */
export interface EntryReasons {
  readonly reason?: string;
  readonly link?: string;
}

/**
 * By id as ids are compared, what the entries of a flag say besides their dates, for customers of one scope with
 * certain values.
 */
export function entryReasonsOf(
  flag: Flag,
  scope: string,
  ignoreCase: boolean,
  isMeant: (value: Flag["default"]) => boolean,
): ReadonlyMap<string, EntryReasons> {
  const found = new Map<string, EntryReasons>();
  const { document } = flag;
  const data = document.data as Readonly<Record<"enabled" | "disabled" | "assign", Readonly<Record<string, object>>>>;
  const settings = [[true, data.enabled], [false, data.disabled], ...Object.entries(data.assign ?? {})] as const;
  for (const [value, setting] of settings) {
    const list = (setting as Readonly<Record<string, object>> | undefined)?.[scope];
    if (!isMeant(value) || !Array.isArray(list)) continue;
    for (const [id, details] of reasonsIn(document, list, ignoreCase)) if (!found.has(id)) found.set(id, details);
  }
  return found;
}

/** By id as ids are compared, what the entries of a list say besides their dates; of two entries the first counts. */
export function reasonsIn(
  document: Document,
  list: readonly unknown[],
  ignoreCase: boolean,
): ReadonlyMap<string, EntryReasons> {
  const found = new Map<string, EntryReasons>();
  for (const [id, details] of detailsIn(document, list)) {
    const key = normalizeId(id, ignoreCase);
    if (!found.has(key)) found.set(key, details);
  }
  return found;
}

function* detailsIn(document: Document, list: readonly unknown[]): Generator<readonly [id: string, EntryReasons]> {
  for (const entry of list) {
    if (typeof entry !== "object" || entry === null) continue;
    const { id, reason, link } = entry as EntryReasons & { readonly id?: string };
    // A pattern has no id.
    if (id !== undefined && (reason !== undefined || link !== undefined)) yield [id, defined(reason, link)];
  }
  const place = document.lists.get(list);
  const { text } = document.source;
  // The columns of a long list have no texts, but the entries in them have a simple form.
  for (const run of place?.runs.values() ?? [])
    for (const [index, start] of run.starts.entries()) {
      const lines = itemLines(text, place as NonNullable<typeof place>, start);
      const { reason, link } = readTexts(text.slice(start, lines.end));
      if (reason !== undefined || link !== undefined) yield [run.ids[index] as string, defined(reason, link)];
    }
}

const inBrackets = /(from|until|reason|link): ("[^"]*"|'[^']*'|[^,}\r\n]*)/g;
const inLines = /^ *(from|until|reason|link): ("[^"]*"|'[^']*'|.*?)(?: +#.*)?\r?$/gm;

function readTexts(entry: string): { readonly [key: string]: string | undefined } {
  const pairs = [...entry.matchAll(/^[^\n]*\}/.test(entry) ? inBrackets : inLines)];
  return Object.fromEntries(
    pairs.map(([, key, value = ""]) => [key, value.trim().replace(/^(["'])(.*)\1$/, "$2")] as const),
  );
}

function defined(reason: string | undefined, link: string | undefined): EntryReasons {
  return { ...(reason === undefined ? {} : { reason }), ...(link === undefined ? {} : { link }) };
}
