import { normalizeId } from "../tables/normalize.ts";
import { type IndexForm, packIds, placeOf, startIds } from "../tables/pack-ids.ts";
import { findPrefix, type Prefixes, packPrefixes } from "../tables/prefixes.ts";
import type { Table } from "../tables/tables.ts";
import type { List } from "./declarations.ts";
import { parseInstant } from "./instant.ts";

/** The fact that a customer is in a list within a window. */
interface Fact {
  readonly list: List;
  /** The place of the list among all. */
  readonly order: number;
  readonly from: number;
  readonly until: number;
  /** From a class of customers to the class of those for whom this is true too. */
  readonly next: Map<number, number>;
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

/** The facts of one list by their windows; entries with the same window share a fact. */
type Facts = Map<string, Fact>;

/** The table of one scope from its lists; in time linear in their entries. */
export function pack(lists: readonly List[], { ignoreCase, hasRecords }: Omit<IndexForm, "prefixes">): Table {
  const classes: Classes = { facts: [undefined], rest: [0] };
  const facts = lists.map((): Facts => new Map());
  // Until all entries have been read, a state is the class of its customers.
  const prefixes = packPatterns(classes, lists, facts, ignoreCase);
  const ids = startIds(lists.reduce((sum, { entries }) => sum + entries.length, 0));
  lists.forEach((list, order) => {
    const always = factOf(facts[order] as Facts, list, order, {});
    for (const entry of list.entries) {
      const isPlain = typeof entry === "string";
      if (!isPlain && "prefix" in entry) continue;
      const fact = isPlain ? always : factOf(facts[order] as Facts, list, order, entry);
      const id = normalizeId(isPlain ? entry : entry.id, ignoreCase);
      const place = placeOf(ids, id);
      const known = ids.states[place] as number;
      const others = known !== 0 || prefixes === undefined ? known : findPrefix(prefixes, id);
      ids.states[place] = classWith(classes, others, fact);
    }
  });

  const draft: Draft = { rows: [0], cells: [], timelines: [], moments: [], momentRows: [], known: new Map() };
  rowOf(draft, []);
  const settled = new Map([[0, 0]]);
  const settle = (number: number): number => {
    const state = settled.get(number) ?? stateOf(draft, factsOf(classes, number));
    settled.set(number, state);
    return state;
  };
  ids.states.forEach((number, place) => {
    ids.states[place] = settle(number);
  });
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
  facts: readonly Facts[],
  ignoreCase: boolean,
): Prefixes | undefined {
  const found = new Map<string, Fact[]>();
  lists.forEach((list, order) => {
    for (const entry of list.entries) {
      if (typeof entry === "string" || !("prefix" in entry)) continue;
      const prefix = normalizeId(entry.prefix, ignoreCase);
      const fact = factOf(facts[order] as Facts, list, order, entry);
      const known = found.get(prefix);
      if (known === undefined) found.set(prefix, [fact]);
      else known.push(fact);
    }
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

/** The fact of a window. */
function factOf(
  facts: Facts,
  list: List,
  order: number,
  { from, until }: { readonly from?: string; readonly until?: string },
): Fact {
  const window = `${from ?? ""} ${until ?? ""}`;
  const known = facts.get(window);
  if (known !== undefined) return known;
  const fact = {
    list,
    order,
    from: from === undefined ? -Infinity : parseInstant(from),
    until: until === undefined ? Infinity : parseInstant(until),
    next: new Map(),
  };
  facts.set(window, fact);
  return fact;
}

function classWith(classes: Classes, number: number, fact: Fact): number {
  let next = fact.next.get(number);
  if (next === undefined) {
    next = classes.facts.push(fact) - 1;
    classes.rest.push(number);
    fact.next.set(number, next);
  }
  return next;
}

/** The facts of a class, in the order of their lists. */
function factsOf({ facts, rest }: Classes, number: number): readonly Fact[] {
  const found: Fact[] = [];
  for (let at = number; at !== 0; at = rest[at] as number) found.push(facts[at] as Fact);
  return found.reverse().sort((a, b) => a.order - b.order);
}

/** The state of customers with these facts: a row if no date matters, otherwise a timeline. */
function stateOf(draft: Draft, facts: readonly Fact[]): number {
  const moments = [...new Set(facts.flatMap(({ from, until }) => [-Infinity, from, until]))].sort((a, b) => a - b);
  const timeline: number[] = [];
  let last = -1;
  for (const moment of moments) {
    if (moment === Infinity) continue;
    const row = rowOf(
      draft,
      facts.filter(({ from, until }) => from <= moment && moment < until),
    );
    if (row !== last) timeline.push(moment, row);
    last = row;
  }
  // 0 is the state of free slots.
  return timeline.length === 2 && last !== 0 ? last : timelineOf(draft, timeline);
}

/** The number of the row of these facts; if they contradict each other, the first counts. */
function rowOf(draft: Draft, facts: readonly Fact[]): number {
  const values = new Map<number, number>();
  for (const { list } of facts) for (const [key, value] of list.cells) if (!values.has(key)) values.set(key, value);
  const cells = [...values].sort(([a], [b]) => a - b).flat();
  return shared(draft, `row ${cells}`, () => {
    for (const cell of cells) draft.cells.push(cell);
    return draft.rows.push(draft.cells.length / 2) - 2;
  });
}

function timelineOf(draft: Draft, timeline: readonly number[]): number {
  return shared(draft, `timeline ${timeline}`, () => {
    const number = draft.timelines.push(draft.moments.length) - 1;
    for (let at = 0; at < timeline.length; at += 2) {
      draft.moments.push(timeline[at] as number);
      draft.momentRows.push(timeline[at + 1] as number);
    }
    return ~number;
  });
}

function shared({ known }: Draft, text: string, make: () => number): number {
  const found = known.get(text) ?? make();
  known.set(text, found);
  return found;
}
