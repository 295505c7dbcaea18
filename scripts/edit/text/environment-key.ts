import type { EntryData, EntryList } from "../../model/entries.ts";
import { endOf, type Instant } from "../../model/time.ts";
import { copyValue } from "./copy-value.ts";
import { setAt } from "./set-key.ts";
import type { Draft } from "./tree-draft.ts";
import { type Path, valueAt } from "./value-at.ts";

/**
 * Where an environment has what a path of the document leads to: under its own keys or, if it has no such key, in the
 * document. Without the keys of an environment, that is the document.
 */
export function isInEnvironment(draft: Draft, file: string, keys: Path, path: Path): Path {
  const document = draft.documentAt(file);
  const own = [...keys, ...path];
  const isElsewhere = document === undefined || valueAt(document, [...keys, ...path.slice(0, 1)]) === undefined;
  return isElsewhere && keys.length > 0 ? path : own;
}

/**
 * Gives an environment the first key of a path, with the value of the document minus entries that are over, since such
 * keys are replaced as a whole. Returns the path in the environment.
 */
export function copyIntoEnvironment(draft: Draft, file: string, keys: Path, path: Path, asOf: Instant): Path {
  const own = [...keys, ...path];
  const key = path.slice(0, 1);
  const document = draft.documentAt(file);
  if (document === undefined || keys.length === 0 || valueAt(document, [...keys, ...key]) !== undefined) return own;
  const starts = new Set<number>();
  visit(valueAt(document, key), (list) => {
    for (const run of document.lists.get(list)?.runs.values() ?? []) for (const start of run.starts) starts.add(start);
  });
  const whole = starts.size === 0 ? document : draft.documentAt(file, starts);
  const value = whole && valueAt(whole, key);
  const copy = whole && copyValue(whole, value, (entry) => !isOver(entry as EntryData, asOf));
  if (copy !== undefined && copy !== null) draft.edit(setAt(document, [...keys, ...key], copy));
  return own;
}

function isOver(entry: EntryData, asOf: Instant): boolean {
  return typeof entry === "object" && entry !== null && entry.until !== undefined && endOf(entry.until) <= asOf;
}

function visit(value: unknown, found: (list: EntryList) => void): void {
  if (Array.isArray(value)) found(value);
  else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) visit(inner, found);
}
