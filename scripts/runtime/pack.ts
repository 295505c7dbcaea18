import type { List } from "./declarations.ts";
import { parseInstant } from "./instant.ts";
import { normalizeId } from "./normalize.ts";
import { slotOf, startIds } from "./pack-ids.ts";
import type { Table } from "./tables.ts";

/** That a customer is in a list within a window. */
interface Fact {
  readonly list: List;
  readonly from: number;
  readonly until: number;
  /** From a class of customers to the class of those of them of whom this is true too. */
  readonly next: Map<number, number>;
}

/** The classes of customers of whom the same facts are true: each adds one fact to another class; class 0 has none. */
interface Classes {
  readonly facts: (Fact | undefined)[];
  readonly rest: number[];
}

/** The rows and timelines of a table while they are made; what is there already is not made again. */
interface Draft {
  readonly rows: number[];
  readonly cells: number[];
  readonly timelines: number[];
  readonly moments: number[];
  readonly momentRows: number[];
  readonly known: Map<string, number>;
}

/** The table of one scope from its lists; the cost is linear in their entries. */
export function pack(lists: readonly List[], ignoreCase: boolean): Table {
  const ids = startIds(Math.max(0, ...lists.map((list) => list.entries.length)));
  const classes: Classes = { facts: [undefined], rest: [0] };
  for (const list of lists) {
    const facts = new Map<string, Fact>();
    const always = newFact(list);
    for (const entry of list.entries) {
      const fact = typeof entry === "string" ? always : factOf(list, entry.from, entry.until, facts);
      const id = normalizeId(typeof entry === "string" ? entry : entry.id, ignoreCase);
      // until all entries are read, a slot's state is the class of its customer
      const slot = slotOf(ids, id);
      ids.slots[slot + 3] = classWith(classes, ids.slots[slot + 3] as number, fact);
    }
  }

  const draft: Draft = { rows: [0], cells: [], timelines: [], moments: [], momentRows: [], known: new Map() };
  rowOf(draft, []);
  const states = new Map<number, number>();
  const { slots } = ids;
  for (let at = 3; at < slots.length; at += 4) {
    const number = slots[at] as number;
    if (number === 0) continue;
    const state = states.get(number) ?? stateOf(draft, factsOf(classes, number));
    states.set(number, state);
    slots[at] = state;
  }
  return {
    ignoreCase,
    slots,
    text: ids.text.slice(0, ids.length),
    timelines: Int32Array.from([...draft.timelines, draft.moments.length]),
    moments: Float64Array.from(draft.moments),
    momentRows: Int32Array.from(draft.momentRows),
    rows: Int32Array.from(draft.rows),
    cells: Int32Array.from(draft.cells),
  };
}

function newFact(list: List, from = -Infinity, until = Infinity): Fact {
  return { list, from, until, next: new Map() };
}

/** The fact of a window; entries with the same one share it. */
function factOf(list: List, from: string | undefined, until: string | undefined, facts: Map<string, Fact>): Fact {
  const window = `${from ?? ""} ${until ?? ""}`;
  const known = facts.get(window);
  if (known !== undefined) return known;
  const fact = newFact(
    list,
    from === undefined ? -Infinity : parseInstant(from),
    until === undefined ? Infinity : parseInstant(until),
  );
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

/** The facts of a class, in the order in which they came. */
function factsOf({ facts, rest }: Classes, number: number): readonly Fact[] {
  const found: Fact[] = [];
  for (let at = number; at !== 0; at = rest[at] as number) found.push(facts[at] as Fact);
  return found.reverse();
}

/** The state of who these facts are true of: a row where no date matters, else a timeline. */
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
  // 0 is the state of free slots
  return timeline.length === 2 && last !== 0 ? last : timelineOf(draft, timeline);
}

/** The number of the row of these facts; where they contradict each other, the first counts. */
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
