import { entryReader, valuesAt } from "../../compile/1-parse/read-entry.ts";
import type { Document } from "../../model/document.ts";
import type { Flag } from "../../model/model.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";

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
  const reader = entryReader(document.source.text);
  // The columns of a long list have no texts, but its entries can be read again.
  for (const { ids, ends } of document.lists.get(list)?.runs.values() ?? [])
    for (const [index, end] of ends.entries()) {
      const { reason, link } = Object.fromEntries(valuesAt(reader, end)) as EntryReasons;
      if (reason !== undefined || link !== undefined) yield [ids[index] as string, defined(reason, link)];
    }
}

function defined(reason: string | undefined, link: string | undefined): EntryReasons {
  return { ...(reason === undefined ? {} : { reason }), ...(link === undefined ? {} : { link }) };
}
