import { groupBy } from "../model/group-by.ts";
import type { Decision, GroupSet, Model } from "../model/model.ts";
import { compareText } from "../model/text/words.ts";
import {
  changedIds,
  changedPrefixes,
  entriesById,
  type Lists,
  type PatternLists,
  prefixFinder,
} from "./compare-lists.ts";

/** Customers by their ids, and patterns by their prefixes; each once and in order. */
export interface Mentions {
  readonly ids: readonly string[];
  readonly prefixes: readonly string[];
}

/** What a part of the files mentions in one scope, on either side. */
export interface Mentioning {
  /** Customers whose entries differ between the two sides, and all whom a changed pattern matched or matches. */
  readonly changed: Mentions;
  readonly all: Mentions;
  /** Those with a prefix. */
  matching(prefix: string): Mentions;
  /** A text that is equal for ids with the same entries on both sides, at all times. */
  classOf(id: string): string;
}

export const nothing: Mentions = { ids: [], prefixes: [] };

/** Everything that several mention. */
export function union(parts: readonly Mentions[]): Mentions {
  const own = parts.filter(({ ids, prefixes }) => ids.length + prefixes.length > 0);
  if (own.length < 2) return own[0] ?? nothing;
  return {
    ids: inOrder(own.flatMap(({ ids }) => ids)),
    prefixes: inOrder(own.flatMap(({ prefixes }) => prefixes)),
  };
}

/** Texts each once, in order. */
export function inOrder(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}

/** Whether a list in order has a text. */
export function includes(texts: readonly string[], text: string): boolean {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(texts[middle] as string, text) < 0) low = middle + 1;
    else high = middle;
  }
  return texts[low] === text;
}

const partitions = new WeakMap<readonly string[], WeakMap<Mentioning, readonly (readonly string[])[]>>();

/** The classes of ids, computed once for the same list. */
export function classesOf(ids: readonly string[], by: Mentioning): readonly (readonly string[])[] {
  const known = partitions.get(ids) ?? new WeakMap<Mentioning, readonly (readonly string[])[]>();
  partitions.set(ids, known);
  const found = known.get(by) ?? classify(ids, by.classOf);
  known.set(by, found);
  return found;
}

/** Groups ids of the same class, in order. */
export function classify(ids: readonly string[], classOf: (id: string) => string): readonly (readonly string[])[] {
  // A single id needs no class.
  if (ids.length < 2) return ids.map((id) => [id]);
  return [...groupBy(ids, classOf).values()];
}

/** Several parts combined. */
export function combine(parts: readonly Mentioning[]): Mentioning {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return lazily({
    changed: () => {
      const changed = union(parts.map((part) => part.changed));
      // A customer whom a pattern of one part matched may be mentioned by another.
      return union([changed, ...changed.prefixes.flatMap((prefix) => parts.map(({ matching }) => matching(prefix)))]);
    },
    all: () => union(parts.map(({ all }) => all)),
    matching: (prefix) => union(parts.map(({ matching }) => matching(prefix))),
    classOf: () => (id) => parts.map(({ classOf }) => classOf(id)).join("|"),
  });
}

/** Mentions nobody. */
export const noEntries: Mentioning = combine([]);

/** What group sets mention in a scope. */
export type Members = (scope: string, sets: readonly string[]) => Mentioning;

/** Finds what group sets mention; computed once for decisions with the same sets. */
export function membersOf(before: Model | undefined, after: Model | undefined): Members {
  const known = new Map<string, Mentioning>();
  const members: Members = (scope, sets) => {
    const key = JSON.stringify([scope, ...sets]);
    const [name = ""] = sets;
    const found =
      known.get(key) ??
      (sets.length === 1
        ? membersIn(setIn(before, name, scope), setIn(after, name, scope))
        : combine(sets.map((set) => members(scope, [set]))));
    known.set(key, found);
    return found;
  };
  return members;
}

function setIn(model: Model | undefined, name: string, scope: string): GroupSet | undefined {
  const set = model?.sets.get(name);
  return set?.scope === scope ? set : undefined;
}

function membersIn(before: GroupSet | undefined, after: GroupSet | undefined): Mentioning {
  const revisions = [before, after].map((set) => set?.groups ?? new Map<string, never>());
  const names = inOrder(revisions.flatMap((groups) => [...groups.keys()]));
  const pairs = names.map((name) => revisions.map((groups) => groups.get(name)));
  return mentioning(
    pairs.map(([one, other]) => [one?.members, other?.members]),
    pairs.map(([one, other]) => [one?.patterns ?? [], other?.patterns ?? []]),
  );
}

/** What the entries of a decision mention in a scope. */
export function entriesOf(before: Decision | undefined, after: Decision | undefined, scope: string): Mentioning {
  const revisions = [before, after].map((decision) => (decision?.listed ?? []).filter((each) => each.scope === scope));
  const values = inOrder(revisions.flatMap((listed) => listed.map(({ value }) => `${value}`)));
  return mentioning(
    values.map((value) => {
      const [one, other] = revisions.map((listed) => listed.find((each) => `${each.value}` === value)?.entries);
      return [one, other];
    }),
    [],
  );
}

/** Both sides of lists and of patterns. */
function mentioning(lists: readonly Lists[], patterns: readonly PatternLists[]): Mentioning {
  const prefixes = inOrder(patterns.flatMap((pair) => pair.flatMap((each) => each.map(({ prefix }) => prefix))));
  const self: Mentioning = lazily({
    changed: () => {
      const moved = inOrder(patterns.flatMap((pair) => [...changedPrefixes(pair)]));
      const ids = inOrder(lists.flatMap((pair) => [...changedIds(pair)]));
      return union([{ ids, prefixes: moved }, ...moved.map((prefix) => self.matching(prefix))]);
    },
    all: () => ({
      ids: inOrder(lists.flatMap((pair) => pair.flatMap((entries) => entries?.ids ?? []))),
      prefixes,
    }),
    matching: (prefix) => {
      const begins = (text: string): boolean => text.startsWith(prefix);
      return { ids: self.all.ids.filter(begins), prefixes: prefixes.filter(begins) };
    },
    classOf: () => {
      const entries = entriesById(lists);
      const matching = prefixFinder(prefixes);
      return (id) => `${entries.get(id) ?? ""} ${matching(id)}`;
    },
  });
  return self;
}

/** Computes parts when they are first asked for, and keeps them. */
function lazily(make: {
  readonly changed: () => Mentions;
  readonly all: () => Mentions;
  readonly matching: (prefix: string) => Mentions;
  readonly classOf: () => (id: string) => string;
}): Mentioning {
  let changed: Mentions | undefined;
  let all: Mentions | undefined;
  let classOf: ((id: string) => string) | undefined;
  const matching = new Map<string, Mentions>();
  return {
    get changed() {
      changed ??= make.changed();
      return changed;
    },
    get all() {
      all ??= make.all();
      return all;
    },
    matching: (prefix) => {
      const found = matching.get(prefix) ?? make.matching(prefix);
      matching.set(prefix, found);
      return found;
    },
    classOf: (id) => {
      classOf ??= make.classOf();
      return classOf(id);
    },
  };
}
