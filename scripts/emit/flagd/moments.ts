/** The shortest text that sorts before every text of the same instant or a later one, as dates in UTC are written. */
export function shortestDate(instant: string): string {
  return instant.replace(/(?:T00:00:00)?(?:\.0*)?Z$/, "");
}
