import { type Entries, fromOf, untilOf } from "../entries.ts";
import type { GroupSet, Listing, Pattern } from "../model.ts";

/** The ids whose entries are not the same in both lists, in any order. */
export function changedIds(base: readonly Entries[], head: readonly Entries[]): ReadonlySet<string> {
  const isSame =
    base.length === head.length &&
    base.every((entries, index) => {
      const other = head[index];
      return (
        other !== undefined &&
        entries.source.text === other.source.text &&
        entries.starts[0] === other.starts[0] &&
        entries.ids.length === other.ids.length
      );
    });
  if (isSame) return new Set();

  const windows = new Map<string, string>();
  for (const [position, entries] of base.entries())
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      windows.set(id, `${windows.get(id) ?? ""}${windowAt(entries, index, position)}`);
    }
  const changed = new Set<string>();
  const own = new Map<string, string>();
  for (const [position, entries] of head.entries())
    for (let index = 0; index < entries.ids.length; index++) {
      const id = entries.ids[index] as string;
      own.set(id, `${own.get(id) ?? ""}${windowAt(entries, index, position)}`);
    }
  for (const [id, text] of own) if (windows.get(id) !== text) changed.add(id);
  for (const id of windows.keys()) if (!own.has(id)) changed.add(id);
  return changed;
}

function windowAt(entries: Entries, index: number, position: number): string {
  return `${position} ${fromOf(entries, index)} ${untilOf(entries, index)};`;
}

/** The lists of a decision in one scope, one for each value that any side lists, in the same order for both sides. */
export function listsOf(listed: readonly Listing[], scope: string, values: readonly string[]): readonly Entries[] {
  return values.flatMap((value) => {
    const found = listed.filter((listing) => listing.scope === scope && `${listing.value}` === value);
    return found.length === 0 ? [nothing] : found.map(({ entries }) => entries);
  });
}

const nothing: Entries = {
  source: { path: "", text: "" },
  ids: [],
  starts: [],
  ends: [],
  from: undefined,
  until: undefined,
  dates: new Map(),
};

/** The ids and patterns of a group set whose membership is not the same on both sides; a pattern by its text. */
export function changedMembers(base: GroupSet | undefined, head: GroupSet | undefined): ReadonlySet<string> {
  const names = [...new Set([...(base?.groups.keys() ?? []), ...(head?.groups.keys() ?? [])])];
  const entries = (set: GroupSet | undefined) => names.map((name) => set?.groups.get(name)?.members ?? nothing);
  const changed = new Set(changedIds(entries(base), entries(head)));
  const patterns = (set: GroupSet | undefined) =>
    new Map(
      names.flatMap((name) =>
        (set?.groups.get(name)?.patterns ?? []).map((each) => [`${name} ${patternKey(each)}`, each] as const),
      ),
    );
  const [before, after] = [patterns(base), patterns(head)];
  const moved = [
    ...[...before].filter(([key]) => !after.has(key)).map(([, pattern]) => pattern),
    ...[...after].filter(([key]) => !before.has(key)).map(([, pattern]) => pattern),
  ];
  for (const { prefix } of moved) changed.add(patternText(prefix));
  // A listed id in the reach of a pattern that moved may be in another group now.
  if (moved.length > 0)
    for (const set of [base, head])
      for (const id of mentionedMembers(set)) if (moved.some(({ prefix }) => id.startsWith(prefix))) changed.add(id);
  return changed;
}

function patternKey({ prefix, from, until }: Pattern): string {
  return `${prefix} ${from} ${until}`;
}

/** All ids and patterns that a group set mentions. */
export function* mentionedMembers(set: GroupSet | undefined): Generator<string> {
  for (const { members, patterns } of set?.groups.values() ?? []) {
    yield* members.ids;
    for (const { prefix } of patterns) yield patternText(prefix);
  }
}

/** A pattern as it is told among ids. No id ends in `*`, unless someone's does; then both mean who begins so. */
export function patternText(prefix: string): string {
  return `${prefix}*`;
}
