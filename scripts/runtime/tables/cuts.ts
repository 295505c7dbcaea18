/** What values of one attribute are compared by: numbers, or texts by code unit. */
export type Cut = number | string;

/**
 * The position of a value among ascending cuts of its type: at 2i + 1 it equals cut i, at 2i it is between its
 * neighbours.
 */
export function positionAmong(cuts: readonly Cut[], value: Cut): number {
  return typeof value === "number" ? numberPosition(cuts as readonly number[], value) : textPosition(cuts, value);
}

/** Numbers by themselves are compared several times as quickly. */
function numberPosition(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low < cuts.length && cuts[low] === value ? 2 * low + 1 : 2 * low;
}

function textPosition(cuts: readonly Cut[], value: string): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cut = cuts[middle] as Cut;
    if (cut === value) return 2 * middle + 1;
    if (cut < value) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** Values in ascending order, each once. */
export function ascending(values: Iterable<Cut>): readonly Cut[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
