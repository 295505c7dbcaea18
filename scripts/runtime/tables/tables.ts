import type { IdIndex } from "./id-index.ts";

/**
 * The customers of one scope: ids lead to states, states to rows, rows to cells. A state is a row if it is positive, a
 * timeline if it is negative (`~state`), and 0 for an unlisted customer; row 0 has no cells, so an unlisted customer
 * needs no special case.
 */
export interface Table extends IdIndex {
  /** Where each timeline's moments begin; one more than there are timelines. */
  readonly timelines: Int32Array;
  /** First instants, ascending within a timeline, the first of each `-Infinity`; and the row from then on. */
  readonly moments: Float64Array;
  readonly momentRows: Int32Array;
  /** Where each row's cells begin; one more than there are rows. */
  readonly rows: Int32Array;
  /** Pairs of key and value, ascending by key within a row. */
  readonly cells: Int32Array;
}

/** The row that a state stands for at an instant. */
export function rowAt(table: Table, state: number, at: number): number {
  return state >= 0 ? state : (table.momentRows[momentAt(table, state, at)] as number);
}

/** The first instant after another at which a state may stand for another row; `Infinity` if there is none. */
export function nextMoment(table: Table, state: number, at: number): number {
  if (state >= 0) return Infinity;
  const next = momentAt(table, state, at) + 1;
  return next < (table.timelines[~state + 1] as number) ? (table.moments[next] as number) : Infinity;
}

/** The index of the last moment of a timeline that has come; the first always has. */
function momentAt({ timelines, moments }: Table, state: number, at: number): number {
  let low = timelines[~state] as number;
  let high = (timelines[~state + 1] as number) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((moments[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The value that a row has for a key, or -1. */
export function valueIn({ rows, cells }: Table, row: number, key: number): number {
  let low = rows[row] as number;
  let high = rows[row + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = cells[2 * middle] as number;
    if (found === key) return cells[2 * middle + 1] as number;
    if (found < key) low = middle + 1;
    else high = middle;
  }
  return -1;
}
