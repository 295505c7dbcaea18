/** No name that people write is longer, so a longer text is not a misspelling. */
const longest = 200;

/**
 * The nearest of some names to a misspelt one, or undefined if none is near: at most a third of its letters differ. A
 * name of one or two letters would be near to every other, so it is near to none.
 */
export function suggest(wrong: string, names: Iterable<string>): string | undefined {
  if (wrong.length > longest) return undefined;
  const sought = wrong.toLowerCase();
  let best: string | undefined;
  let least = Math.floor(wrong.length / 3) + 1;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > least) continue;
    const distance = editDistance(sought, name.toLowerCase(), least);
    if (distance < least || (distance === least && best !== undefined && name < best)) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two texts; any number above `most` if there are
 * more. Only the cells near the diagonal can lead to so few, so only these are filled.
 */
function editDistance(a: string, b: string, most: number): number {
  const far = most + 1;
  let before: number[] = [];
  let lastNearest = 0;
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    let nearest = row;
    const start = Math.max(1, row - most);
    const end = Math.min(b.length, row + most);
    for (let column = 1; column < start; column++) next[column] = far;
    for (let column = start; column <= end; column++) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let distance = Math.min(
        (last[column] ?? far) + 1,
        (next[column - 1] ?? far) + 1,
        (last[column - 1] ?? far) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1)
      )
        distance = Math.min(distance, (before[column - 2] ?? far) + 1);
      next[column] = distance;
      if (distance < nearest) nearest = distance;
    }
    // A swap continues from the row before.
    if (nearest > most && lastNearest > most) return far;
    before = last;
    last = next;
    lastNearest = nearest;
  }
  return last[b.length] ?? far;
}
