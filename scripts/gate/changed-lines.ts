import type { LineRange } from "../model/text/source.ts";

/**
 * Beyond this many inserted and removed lines, a comparison is given up and everything in between counts as touched.
 */
const most = 500;

/** The lines of a text that its earlier text does not have: added or edited, in order. */
export function changedLines(before: string, after: string): readonly LineRange[] {
  const [old, now] = [linesIn(before), linesIn(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let rest = 0;
  while (rest < Math.min(old.length, now.length) - start && old.at(-1 - rest) === now.at(-1 - rest)) rest++;
  const inserted = insertions(old.slice(start, old.length - rest), now.slice(start, now.length - rest));
  const ranges: LineRange[] = [];
  for (const index of inserted) {
    const line = start + index + 1;
    const last = ranges.at(-1);
    if (last?.last === line - 1) ranges[ranges.length - 1] = { first: last.first, last: line };
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** A line break ends a line, so there is no line after the last one. */
function linesIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** The indexes of the lines that the shortest edit from one list to another inserts (Myers, greedy). */
function insertions(old: readonly string[], now: readonly string[]): readonly number[] {
  const reached = new Map<number, number>([[1, 0]]);
  const history: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= Math.min(most, old.length + now.length); steps++) {
    history.push(new Map(reached));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = isInsertion(reached, diagonal, steps) ? at(reached, diagonal + 1) : at(reached, diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < old.length && y < now.length && old[x] === now[y]) {
        x++;
        y++;
      }
      reached.set(diagonal, x);
      if (x >= old.length && y >= now.length) return trace(history, x, y);
    }
  }
  return [...now.keys()];
}

function trace(history: readonly ReadonlyMap<number, number>[], width: number, height: number): readonly number[] {
  const found: number[] = [];
  let [x, y] = [width, height];
  for (let steps = history.length - 1; steps > 0; steps--) {
    const reached = history[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const isInserted = isInsertion(reached, diagonal, steps);
    const previous = isInserted ? diagonal + 1 : diagonal - 1;
    x = at(reached, previous);
    y = x - previous;
    if (isInserted) found.push(y);
  }
  return found.reverse();
}

function isInsertion(reached: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean {
  return diagonal === -steps || (diagonal !== steps && at(reached, diagonal - 1) < at(reached, diagonal + 1));
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? -1;
}
