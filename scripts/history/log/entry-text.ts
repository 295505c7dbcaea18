/** The order in which the parts of an entry are shown. */
const order = ["outcome", "answer", "version", "was", "sha256", "date", "from", "until", "reason", "link"];

/** What an entry says besides its customer, in one text: `until 2027-01-31, reason Pilot agreed`. */
export function entryText(parts: readonly (readonly [key: string, value: unknown])[]): string {
  return parts
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([key, value]) =>
      key === "outcome" ? `${value}` : `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`,
    )
    .join(", ");
}
