import type { Document } from "../../model/document.ts";
import { idSpan, readEntries } from "../../model/entries.ts";
import { lineOf } from "../../model/text/source.ts";
import { formatEnd } from "../../model/time.ts";
import { listsOf, type Occurrence, occurrencesIn, overlap, removeOccurrences } from "../customers/occurrences.ts";
import { listsIn } from "../lists/customer-lists.ts";
import { addEntries } from "../text/edit-entries.ts";
import type { Draft } from "../text/tree-draft.ts";
import { decide, type Renaming, writeNow } from "./rename-request.ts";

/** Renames a customer in the groups, settings and pins of one file, where the new id may already be. */
export function renameInLists(draft: Draft, path: string, renaming: Renaming): void {
  const { scope, oldKey, nowKey, ignoreCase } = renaming;
  const all = occurrencesIn(draft, path, scope, [oldKey, nowKey], ignoreCase);
  if (all === undefined || all.found.length === 0) return;
  const gone = merge(all.document, all.found, renaming);
  const listed = all.found.filter((each) => each.id === oldKey && each.match !== undefined && !gone.has(each));
  removeOccurrences(
    draft,
    path,
    [...gone].filter(({ match }) => match === undefined),
  );
  renameEntries(draft, path, renaming);
  for (const each of listed) listInstead(draft, path, each, renaming);
}

/** The entries to remove because the other id has the same one, or a different one instead. */
function merge(document: Document, found: readonly Occurrence[], renaming: Renaming): ReadonlySet<Occurrence> {
  const gone = new Set<Occurrence>();
  const met = new Map<Occurrence, Set<Occurrence>>();
  const [old, now] = [renaming.oldKey, renaming.nowKey].map((id) => found.filter((each) => each.id === id));
  for (const environment of renaming.environments) {
    const lists = new Set(listsIn(document, [...new Set(found.map(({ list }) => list))], environment));
    for (const one of old ?? [])
      for (const other of now ?? []) {
        if (!lists.has(one.list) || !lists.has(other.list) || one.list.choice !== other.list.choice) continue;
        const known = met.get(other) ?? new Set();
        if (!overlap(one, other) || known.has(one)) continue;
        met.set(other, known.add(one));
        if (isAlike(one, other)) gone.add(saysMore(one, other) ? other : one);
        else {
          const loser = decide(renaming, one, other, tellBoth(one, other, renaming));
          if (loser !== undefined) gone.add(loser);
        }
      }
  }
  for (const other of now ?? []) {
    if (other.match === undefined || met.has(other)) continue;
    const isIn = `\`${renaming.now}\` is in \`${other.gives}\` through \`${other.match}\` (${lineOf(other.span)})`;
    const conflict = `${isIn}, \`${renaming.old}\` is not`;
    if (renaming.prefer === undefined) renaming.conflicts.push(conflict);
    else if (renaming.prefer === "new") renaming.notes.push(conflict);
    else renaming.faults.push(`${conflict}: a pattern has no exceptions, so change it first, or use \`--prefer new\``);
  }
  return gone;
}

/** Whether two entries give the same at the same times. */
function isAlike(one: Occurrence, other: Occurrence): boolean {
  return (
    one.list.entries === other.list.entries &&
    one.gives === other.gives &&
    one.from === other.from &&
    one.until === other.until
  );
}

/** Whether the first of two entries that give the same has a reason, and the second has none. */
function saysMore(one: Occurrence, other: Occurrence): boolean {
  const hasWords = ({ entry }: Occurrence): boolean => entry.reason !== undefined || entry.link !== undefined;
  return one.match === undefined && other.match === undefined && hasWords(one) && !hasWords(other);
}

function tellBoth(one: Occurrence, other: Occurrence, { old, now }: Renaming): string {
  return `${tell(one, old)}, ${tell(other, now)}`;
}

function tell({ list, gives, match, entry, span }: Occurrence, id: string): string {
  const by = match === undefined ? "" : ` by \`${match}\``;
  const of = list.path.includes("members") ? "is in" : list.path.includes("pinned") ? "is pinned to" : "gets";
  const dates = [
    entry.from === undefined ? "" : ` from ${entry.from}`,
    entry.until === undefined ? "" : ` until ${entry.until}`,
  ].join("");
  return `\`${id}\` ${of} \`${gives}\`${by}${dates} (${lineOf(span)})`;
}

/** Writes the new id wherever the lists of a file have the former one. */
function renameEntries(draft: Draft, path: string, renaming: Renaming): void {
  const document = draft.documentAt(path);
  if (document === undefined) return;
  const { scope, ignoreCase, oldKey } = renaming;
  const edits = listsOf(document, scope).flatMap((list) => {
    const entries = readEntries(document, list.entries, ignoreCase);
    const spans = [];
    for (let at = entries.ids.indexOf(oldKey); at >= 0; at = entries.ids.indexOf(oldKey, at + 1))
      spans.push(idSpan(entries, at));
    return spans.map((span) => writeNow(renaming, span));
  });
  draft.edit(edits);
}

/** Lists the new id where a pattern matched the former one and does not match this one. */
function listInstead(draft: Draft, path: string, by: Occurrence, { old, now, asOf, notes }: Renaming): void {
  const lost = `\`${old}\` is in \`${by.gives}\` through \`${by.match}\` (${lineOf(by.span)}), which does not match \`${now}\``;
  if (by.until <= asOf) {
    notes.push(`${lost}; that ended on ${formatEnd(by.until)}, so it is not listed there`);
    return;
  }
  const document = draft.documentAt(path);
  if (document === undefined) return;
  const { from, until } = by.entry;
  draft.edit(addEntries(document, by.list.path, [{ id: now, from, until }]));
  notes.push(`${lost}: it is listed there`);
}
