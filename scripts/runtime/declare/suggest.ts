/**
 * The nearest of some names to a misspelt one, or undefined where none is near: at most a third of its letters differ.
 * A name of one or two letters is near to every other, so it is near to none.
 */
export function suggest(wrong: string, names: Iterable<string>): string | undefined {
  const limit = Math.floor(wrong.length / 3);
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) >= least) continue;
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < least || (distance === least && best !== undefined && name < best)) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one text to another. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        distance = Math.min(distance, (before[column - 2] ?? 0) + 1);
      next.push(distance);
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
