import { type Entries, fromOf, idSpan, untilOf } from "./entries.ts";
import type { Group, GroupSet } from "./model.ts";
import type { Span } from "./text/source.ts";
import { always, type Window } from "./time.ts";

/** Who is in a group, and when. An id that ends with a star stands for all unlisted ids that begin with it. */
export interface Membership {
  readonly set: GroupSet;
  readonly group: Group;
  /** The customers that the group lists, and its patterns. */
  readonly mentioned: () => Iterable<string>;
  readonly windowsOf: (id: string) => readonly Window[];
}

/**
 * The customers of a group: those it lists and matches; for the default of a set, also everyone who is in no other
 * group; for a told group, anyone.
 */
export function membershipOf(set: GroupSet, group: Group): Membership {
  const others = group.name === set.default ? [...set.groups.values()].filter((each) => each !== group) : undefined;
  return {
    set,
    group,
    *mentioned() {
      yield* group.members.ids;
      for (const { prefix } of group.patterns) yield `${prefix}*`;
    },
    windowsOf(id) {
      if (set.told) return [always];
      const own = listedIn(group, id);
      if (others === undefined) return own;
      const elsewhere = others.flatMap((each) => listedIn(each, id));
      return [...own, ...subtract([always], elsewhere)];
    },
  };
}

/** Whether a group has members whom no file lists. */
export function isOpen({ set, group }: Membership): boolean {
  return set.told || group.name === set.default;
}

function listedIn({ members, patterns }: Group, id: string): readonly Window[] {
  const beginning = id.endsWith("*") ? id.slice(0, -1) : id;
  return [...(windowsById(members).get(id) ?? []), ...patterns.filter(({ prefix }) => beginning.startsWith(prefix))];
}

const known = new WeakMap<Entries, ReadonlyMap<string, readonly Window[]>>();

/** When each customer of a list is in it. */
export function windowsById(entries: Entries): ReadonlyMap<string, readonly Window[]> {
  const before = known.get(entries);
  if (before !== undefined) return before;
  const windows = new Map<string, readonly Window[]>();
  for (const [index, id] of entries.ids.entries()) {
    const window =
      entries.until === undefined ? always : { from: fromOf(entries, index), until: untilOf(entries, index) };
    const first = windows.get(id);
    windows.set(id, first === undefined ? [window] : [...first, window]);
  }
  known.set(entries, windows);
  return windows;
}

/** Where a group lists a customer or has a pattern; undefined if it does neither. */
export function entrySpan({ group: { members, patterns } }: Membership, id: string): Span | undefined {
  const index = members.ids.indexOf(id);
  if (index >= 0) return idSpan(members, index);
  const beginning = id.endsWith("*") ? id.slice(0, -1) : id;
  return patterns.find(({ prefix }) => beginning.startsWith(prefix))?.span;
}

/** The instants that are in both. */
export function intersect(some: readonly Window[], others: readonly Window[]): readonly Window[] {
  return some.flatMap((window) =>
    others
      .map((other) => ({ from: Math.max(window.from, other.from), until: Math.min(window.until, other.until) }))
      .filter(({ from, until }) => from < until),
  );
}

/** The instants that are in the first and not in the second. */
export function subtract(some: readonly Window[], others: readonly Window[]): readonly Window[] {
  return others.reduce<readonly Window[]>(
    (left, other) =>
      left.flatMap(({ from, until }) =>
        [
          { from, until: Math.min(until, other.from) },
          { from: Math.max(from, other.until), until },
        ].filter((window) => window.from < window.until),
      ),
    some,
  );
}
