/** What some work returns; undefined if it fails, where that does not matter, or only means that something is not there. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
