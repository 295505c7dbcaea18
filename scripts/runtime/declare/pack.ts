import type { BundleMember } from "../shapes/bundle.ts";
import { normalizeId } from "../tables/normalize.ts";
import { type IndexForm, packIds, placeOf, startIds } from "../tables/pack-ids.ts";
import { findPrefix, type Prefixes, packPrefixes } from "../tables/prefixes.ts";
import type { Table } from "../tables/tables.ts";
import type { List } from "./declarations.ts";
import { readWindow, type Window } from "./instant.ts";

/** The fact that a customer is in a list within a window. */
interface Fact {
  readonly list: List;
  /** The place of the list among all. */
  readonly order: number;
  readonly from: number;
  readonly until: number;
  /** The first class of customers to which it was added, and the class of those for whom it is true too; -1 before. */
  rest: number;
  next: number;
  /** The same of all other classes. */
  others: Map<number, number> | undefined;
}

/** The classes of customers with the same facts: each adds one fact to another class; class 0 has none. */
interface Classes {
  readonly facts: (Fact | undefined)[];
  readonly rest: number[];
}

/** The rows and timelines of a table while they are made; equal ones are made once. */
interface Draft {
  readonly rows: number[];
  readonly cells: number[];
  readonly timelines: number[];
  readonly moments: number[];
  readonly momentRows: number[];
  readonly known: Map<string, number>;
}

/** Finds the fact that an entry of the list with an index states; entries with the same window share a fact. */
type FindFact = (order: number, entry: BundleMember) => Fact;

/** The table of one scope from its lists; in time linear in their entries. */
export function pack(lists: readonly List[], { ignoreCase, hasRecords }: Omit<IndexForm, "prefixes">): Table {
  const classes: Classes = { facts: [undefined], rest: [0] };
  const factOf = factsOf(lists);
  // Until all entries have been read, a state is the class of its customers.
  const prefixes = packPatterns(classes, lists, factOf, ignoreCase);
  const ids = startIds(lists.reduce((sum, { entries }) => sum + entries.length, 0));
  lists.forEach(({ entries }, order) => {
    entries.forEach((entry) => {
      const isPlain = typeof entry === "string";
      if (!isPlain && "prefix" in entry) return;
      const id = normalizeId(isPlain ? entry : entry.id, ignoreCase);
      const place = placeOf(ids, id);
      const known = ids.states[place] as number;
      const others = known !== 0 || prefixes === undefined ? known : findPrefix(prefixes, id);
      ids.states[place] = classWith(classes, others, factOf(order, entry));
    });
  });

  const draft: Draft = { rows: [0], cells: [], timelines: [], moments: [], momentRows: [], known: new Map() };
  rowAt(draft, [], 0);
  const settled = [0];
  const settle = (number: number): number => {
    settled[number] ??= stateOf(draft, factsIn(classes, number));
    return settled[number];
  };
  for (let place = 0; place < ids.count; place++) ids.states[place] = settle(ids.states[place] as number);
  return {
    ...packIds(ids, {
      ignoreCase,
      hasRecords,
      prefixes: prefixes && { ...prefixes, states: prefixes.states.map(settle) },
    }),
    timelines: Int32Array.from([...draft.timelines, draft.moments.length]),
    moments: Float64Array.from(draft.moments),
    momentRows: Int32Array.from(draft.momentRows),
    rows: Int32Array.from(draft.rows),
    cells: Int32Array.from(draft.cells),
  };
}

/** The patterns of all lists, with the class of the ids that begin with each: shorter patterns apply to them too. */
function packPatterns(
  classes: Classes,
  lists: readonly List[],
  factOf: FindFact,
  ignoreCase: boolean,
): Prefixes | undefined {
  const found = new Map<string, Fact[]>();
  lists.forEach(({ entries }, order) => {
    entries.forEach((entry) => {
      if (typeof entry === "string" || !("prefix" in entry)) return;
      const prefix = normalizeId(entry.prefix, ignoreCase);
      const fact = factOf(order, entry);
      const known = found.get(prefix);
      if (known === undefined) found.set(prefix, [fact]);
      else known.push(fact);
    });
  });
  if (found.size === 0) return undefined;
  const sorted = [...found.keys()].sort();
  // Those that the next one may begin with, the longest last.
  const open: { readonly prefix: string; readonly number: number }[] = [];
  const numbers = sorted.map((prefix) => {
    while (open.length > 0 && !prefix.startsWith(open.at(-1)?.prefix as string)) open.pop();
    const number = (found.get(prefix) as Fact[]).reduce(
      (rest, fact) => classWith(classes, rest, fact),
      open.at(-1)?.number ?? 0,
    );
    open.push({ prefix, number });
    return number;
  });
  return packPrefixes(sorted, numbers);
}

function factsOf(lists: readonly List[]): FindFact {
  // Each window is read once, since many lists have the same.
  const windows = new Map<
    string | undefined,
    Map<string | undefined, { from: number; until: number; byList: Fact[] }>
  >();
  const windowOf = (window: Window) => {
    const { from, until } = window;
    const untils = windows.get(from) ?? new Map();
    if (untils.size === 0) windows.set(from, untils);
    const found = untils.get(until) ?? { ...readWindow(window), byList: [] };
    untils.set(until, found);
    return found;
  };
  const always = windowOf({});
  return (order, entry) => {
    const { from, until, byList } = typeof entry === "string" ? always : windowOf(entry);
    byList[order] ??= { list: lists[order] as List, order, from, until, rest: -1, next: -1, others: undefined };
    return byList[order];
  };
}

function classWith(classes: Classes, number: number, fact: Fact): number {
  if (fact.rest === number) return fact.next;
  const known = fact.others?.get(number);
  if (known !== undefined) return known;
  const next = classes.facts.push(fact) - 1;
  classes.rest.push(number);
  // Most entries of a list are added to the same class, and most lists need no other.
  if (fact.rest < 0) {
    fact.rest = number;
    fact.next = next;
  } else {
    fact.others ??= new Map();
    fact.others.set(number, next);
  }
  return next;
}

/** The facts of a class, in the order of their lists. */
function factsIn({ facts, rest }: Classes, number: number): readonly Fact[] {
  if (rest[number] === 0) return [facts[number] as Fact];
  const found: Fact[] = [];
  for (let at = number; at !== 0; at = rest[at] as number) found.push(facts[at] as Fact);
  return found.sort((a, b) => a.order - b.order);
}

/** The state of customers with these facts: a row if no date matters, otherwise a timeline. */
function stateOf(draft: Draft, facts: readonly Fact[]): number {
  const { known, timelines, moments, momentRows } = draft;
  const start = moments.length;
  let text = "timeline";
  let last = -1;
  for (let date = -Infinity; date < Infinity; date = nextDate(facts, date)) {
    const row = rowAt(draft, facts, date);
    if (row === last) continue;
    moments.push(date);
    momentRows.push(row);
    text += ` ${date} ${row}`;
    last = row;
  }
  // 0 is the state of free slots.
  const isRow = moments.length === start + 1 && last !== 0;
  const found = isRow ? last : known.get(text);
  if (found !== undefined) {
    moments.length = start;
    momentRows.length = start;
    return found;
  }
  const state = -timelines.push(start);
  known.set(text, state);
  return state;
}

/** The first instant after another at which one of some facts begins or ends to hold; `Infinity` if there is none. */
function nextDate(facts: readonly Fact[], after: number): number {
  let next = Infinity;
  // Loops over indexes, since others make an object for each step until they are compiled.
  for (let index = 0; index < facts.length; index++) {
    const { from, until } = facts[index] as Fact;
    if (from > after && from < next) next = from;
    if (until > after && until < next) next = until;
  }
  return next;
}

/**
 * The number of the row of those facts that hold at an instant; if they contradict each other, the first counts. The keys
 * of lists ascend.
 */
function rowAt({ known, rows, cells }: Draft, facts: readonly Fact[], at: number): number {
  const start = cells.length;
  let text = "row";
  let last = -1;
  for (let index = 0; index < facts.length; index++) {
    const { list, from, until } = facts[index] as Fact;
    if (at < from || at >= until) continue;
    for (let cell = 0; cell < list.cells.length; cell += 2) {
      const key = list.cells[cell] as number;
      const value = list.cells[cell + 1] as number;
      if (key <= last) continue;
      cells.push(key, value);
      text += ` ${key} ${value}`;
      last = key;
    }
  }
  const found = known.get(text);
  if (found !== undefined) {
    cells.length = start;
    return found;
  }
  known.set(text, rows.length - 1);
  return rows.push(cells.length / 2) - 2;
}
