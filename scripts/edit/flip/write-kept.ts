import type { Document } from "../../model/document.ts";
import type { Value } from "../../model/model.ts";
import { compareText } from "../../model/text/words.ts";
import { copyValue } from "../text/copy-value.ts";
import { addEntries, type NewEntry } from "../text/edit-entries.ts";
import { setAt } from "../text/set-key.ts";
import type { Draft } from "../text/tree-draft.ts";
import { type Path, valueAt } from "../text/value-at.ts";

/** The key under which customers get a value of a flag, and those that lead from it to their lists. */
export function settingOf(value: Value): readonly [key: string, ...more: string[]] {
  if (value === true) return ["enabled"];
  return value === false ? ["disabled"] : ["assign", value];
}

/**
 * Writes entries of one scope into a flag's file, by the value that they give, below the keys of an environment or
 * none. What the environment shares with others is copied before it changes. Returns why it cannot.
 */
export function writeKept(
  draft: Draft,
  document: Document,
  environment: string | undefined,
  scope: string,
  kept: ReadonlyMap<Value, readonly NewEntry[]>,
): string | undefined {
  const { path } = document.source;
  for (const [value, entries] of kept) {
    const [key, ...more] = settingOf(value);
    const fault = environment === undefined ? undefined : separate(draft, document, environment, key);
    if (fault !== undefined) return fault;
    const keys: Path = [...(environment === undefined ? [] : ["environments", environment]), key, ...more, scope];
    const now = draft.documentAt(path);
    if (now !== undefined) draft.edit(addEntries(now, keys, entries.toSorted(byId)));
  }
  return undefined;
}

function byId(one: NewEntry, other: NewEntry): number {
  const [a, b] = [one, other].map((entry) => (typeof entry === "string" ? entry : entry.id));
  return compareText(a ?? "", b ?? "");
}

/** Gives an environment its own copy of a key of the document; nothing if it already has one. */
export function separate(draft: Draft, document: Document, environment: string, key: string): string | undefined {
  const now = draft.documentAt(document.source.path);
  if (now === undefined || valueAt(now, ["environments", environment, key]) !== undefined) return undefined;
  const shared = valueAt(document, [key]);
  const copy = shared === undefined ? {} : copyValue(document, shared);
  if (copy === undefined)
    return `${environment} shares the long list under \`${key}\`; give it its own \`${key}\` in \`environments\` first`;
  draft.edit(setAt(now, ["environments", environment, key], copy));
  return undefined;
}
