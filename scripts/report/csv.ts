import { escapeControls } from "../model/text/escape-controls.ts";

/** The beginnings of cells that spreadsheets take for formulas. */
const formula = /^[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180): CRLF line ends, and quotes where a cell needs them. A cell that a spreadsheet would take for a
 * formula gets an apostrophe before it, which spreadsheets do not show.
 */
export function csvOf(rows: Iterable<readonly (string | number | boolean)[]>): string {
  let text = "";
  for (const row of rows) text += `${row.map(cellOf).join(",")}\r\n`;
  return text;
}

function cellOf(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const inert = escapeControls(formula.test(value) ? `'${value}` : value);
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
