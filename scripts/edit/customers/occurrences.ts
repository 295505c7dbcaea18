import { type Document, valueSpan } from "../../model/document.ts";
import { type EntryData, readEntries } from "../../model/entries.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Span } from "../../model/text/source.ts";
import { endOf, startOf, type Window } from "../../model/time.ts";
import { normalizeId } from "../../runtime/tables/normalize.ts";
import { type WrittenList, writtenLists } from "../lists/customer-lists.ts";
import { removeEntries } from "../text/edit-entries.ts";
import type { Draft } from "../text/tree-draft.ts";
import { valueAt } from "../text/value-at.ts";

/** An entry of a list for one of the given customers, or a pattern that only one of them matches. */
export interface Occurrence extends Window {
  readonly list: WrittenList;
  /** As ids are compared. */
  readonly id: string;
  readonly entry: Exclude<EntryData, string> & { readonly reason?: string; readonly link?: string };
  /** The pattern, if it is one. */
  readonly match: string | undefined;
  /** Where the id or the pattern is. */
  readonly span: Span;
  /** What it gives: the value of its list or, for a pin, its version. */
  readonly gives: string;
}

/** Where a file lists customers, given as ids are compared, or has a pattern that matches some but not all of them. */
export function occurrencesIn(
  draft: Draft,
  path: string,
  scope: string,
  ids: readonly string[],
  ignoreCase: boolean,
): { readonly document: Document; readonly found: readonly Occurrence[] } | undefined {
  const document = draft.documentAt(path);
  if (document === undefined) return undefined;
  const starts = new Set<number>();
  for (const list of listsOf(document, scope)) {
    const entries = readEntries(document, list.entries, ignoreCase);
    for (const id of ids)
      for (let at = entries.ids.indexOf(id); at >= 0; at = entries.ids.indexOf(id, at + 1))
        starts.add(entries.starts[at] ?? 0);
  }
  const opened = (starts.size > 0 && draft.documentAt(path, starts)) || document;
  const matching = (match: string): readonly string[] => {
    const prefix = normalizeId(match.slice(0, -1), ignoreCase);
    const matched = ids.filter((id) => id.startsWith(prefix));
    return matched.length < ids.length ? matched : [];
  };
  const found = listsOf(opened, scope).flatMap((list) =>
    list.entries.flatMap((data, index): Occurrence[] => {
      const entry = typeof data === "string" ? { id: data } : data;
      const text = entry.id === undefined ? undefined : normalizeId(entry.id, ignoreCase);
      const about = entry.match === undefined ? ids.filter((id) => id === text) : matching(entry.match);
      return about.map((id) => ({
        list,
        id,
        entry,
        match: entry.match,
        span:
          typeof data === "string"
            ? valueSpan(opened, list.entries, index)
            : valueSpan(opened, data, entry.match === undefined ? "id" : "match"),
        from: entry.from === undefined ? -Infinity : startOf(entry.from),
        until: entry.until === undefined ? Infinity : endOf(entry.until),
        gives: (entry as { readonly version?: string }).version ?? list.gives,
      }));
    }),
  );
  return { document: opened, found };
}

/** Removes entries from the lists of a file; a list that becomes empty goes or stays as it requires. */
export function removeOccurrences(draft: Draft, path: string, gone: readonly Occurrence[]): void {
  const byList = groupBy(gone, ({ list }) => list.entries);
  // From the last list to the first, so that no place moves before its turn.
  const lists = [...byList.values()].sort((a, b) => (b[0]?.span.start ?? 0) - (a[0]?.span.start ?? 0));
  for (const each of lists) {
    const document = draft.documentAt(path);
    const list = each[0]?.list;
    if (document === undefined || list === undefined) continue;
    const starts = each.map(({ span }) => span.start).sort((a, b) => a - b);
    draft.edit(removeEntries(document, list.path, starts, list.emptied));
  }
}

/** Whether two entries hold at the same time. */
export function overlap(one: Occurrence, other: Occurrence): boolean {
  return Math.max(one.from, other.from) < Math.min(one.until, other.until);
}

/** The lists of a scope in a document. */
export function listsOf(document: Document, scope: string): readonly WrittenList[] {
  return [...writtenLists(document)].filter(
    (list) => list.scope === scope && valueAt(document, list.path) !== undefined,
  );
}
