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

const quoted = String.raw`"[^"\r\n]*"|'[^'\r\n]*'`;
const blockValue = new RegExp(
  String.raw`(?: +#[^\n]*)? *\r?\n +(from|until|reason|link): (${quoted}|[^\r\n]*?)(?=(?: +#[^\n]*)? *(?:\r?\n|$))`,
  "y",
);
const flowValue = new RegExp(String.raw`, *(from|until|reason|link): (${quoted}|[^,}\r\n]*?)(?= *[,}])`, "y");

/** The same for an entry that the line scanner read, by the offset at which its id ends. */
export function scannedEntryText(text: string, idEnd: number): string {
  const start = `"'`.includes(text[idEnd] ?? " ") ? idEnd + 1 : idEnd;
  const value = text[start] === "," ? flowValue : blockValue;
  const parts: [string, string][] = [];
  value.lastIndex = start;
  for (let found = value.exec(text); found !== null; found = value.exec(text)) {
    const [, key = "", written = ""] = found;
    parts.push([key, /^["']/.test(written) ? written.slice(1, -1) : written]);
  }
  return parts.length === 0 ? "" : entryText(parts);
}
