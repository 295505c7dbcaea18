import type { Document } from "../model/document.ts";
import { type EntryData, type EntryList, readEntries, untilOf } from "../model/entries.ts";
import { endOf, formatLastDay, type Instant } from "../model/time.ts";
import { addEntries, removeEntries } from "./text/edit-entries.ts";
import { lastBefore } from "./text/indented-lines.ts";
import { setAt } from "./text/set-key.ts";
import type { Draft } from "./text/tree-draft.ts";
import { type Path, valueAt } from "./text/value-at.ts";
import type { Mapping } from "./text/write-yaml.ts";

/** Removes from a draft what no longer holds at an instant: entries, patterns, conditions, pins, aliases; returns how many. */
export function pruneEnded(draft: Draft, asOf: Instant): number {
  let count = 0;
  for (const { source } of [...draft.documents()])
    for (const path of listsIn(draft.documentAt(source.path))) {
      // An earlier list may have been removed, together with what was around it.
      const document = draft.documentAt(source.path);
      const list = document && valueAt(document, path);
      if (document === undefined || !Array.isArray(list)) continue;
      const starts = endedIn(document, list, asOf);
      if (starts.length === 0) continue;
      count += starts.length;
      if (path[0] === "frozen") endFrozen(draft, document, path, starts);
      else draft.edit(removeEntries(document, path, starts, mustStay(path) ? "stays" : "goes"));
    }
  return count;
}

/** An emptied group is still a group, and an emptied list of an environment still says that nobody is in it there. */
function mustStay(path: Path): boolean {
  return path[0] === "members" || path[0] === "environments";
}

/** The paths of all lists of a document, including those of environments. */
function listsIn(document: Document | undefined): readonly Path[] {
  const found: Path[] = [];
  const visit = (value: unknown, path: Path): void => {
    // What is required and has ended is never met, so it does something.
    if (path.at(-1) === "requires") return;
    if (Array.isArray(value)) found.push(path);
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(document?.data, []);
  return found;
}

/** Where the entries of a list start that have ended. */
function endedIn(document: Document, list: EntryList, asOf: Instant): readonly number[] {
  const entries = readEntries(document, list, false);
  const ids = Array.from(entries.starts).filter((_, index) => untilOf(entries, index) <= asOf);
  const others = list.flatMap((entry: EntryData, index) =>
    isEnded(entry, asOf) ? [document.lists.get(list)?.items[index]?.start ?? 0] : [],
  );
  return [...ids, ...others];
}

/** Whether a pattern or a condition has ended. */
function isEnded(entry: EntryData, asOf: Instant): boolean {
  if (typeof entry !== "object" || entry === null || entry.until === undefined) return false;
  return (entry.match !== undefined || typeof entry.where === "object") && endOf(entry.until) <= asOf;
}

/** Moves entries of a frozen list to `ended`, where the seal still counts them. */
function endFrozen(draft: Draft, { source }: Document, path: Path, starts: readonly number[]): void {
  const opened = draft.documentAt(source.path, new Set(starts));
  if (opened === undefined) return;
  const list = valueAt(opened, path) as EntryList;
  const places = opened.lists.get(list)?.items ?? [];
  const gone = new Set(starts.map((at) => lastBefore(places, at)));
  const ended = list.flatMap((entry, index) =>
    gone.has(index) && typeof entry === "object" ? [endedEntry(entry)] : [],
  );
  draft.edit(removeEntries(opened, path, starts, "stays"));
  const document = draft.documentAt(source.path);
  if (document === undefined) return;
  const order = ["flag", "date", "sunset", String(path.at(-1)), "ended", "renamed", "seal"];
  const isThere = valueAt(document, ["frozen", "ended"]) !== undefined;
  draft.edit(
    isThere ? addEntries(document, ["frozen", "ended"], ended) : setAt(document, ["frozen", "ended"], ended, order),
  );
}

function endedEntry(entry: Exclude<EntryData, string>): { readonly id: string } & Mapping {
  const {
    id = "",
    until = "",
    reason,
    link,
  } = entry as Exclude<EntryData, string> & { reason?: string; link?: string };
  return { id, date: formatLastDay(endOf(until)), reason, link };
}

/** Removes files of waivers that were merged: they no longer do anything. */
export function pruneWaivers(draft: Draft, merged: ReadonlySet<string>): number {
  const files = [...draft.documents()].filter(({ kind, name }) => kind === "waiver" && merged.has(name));
  for (const { source } of files) draft.remove(source.path);
  return files.length;
}
