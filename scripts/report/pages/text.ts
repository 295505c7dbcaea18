import { escapeControls } from "../../model/text/escape-controls.ts";
import type { Page, Part } from "./page.ts";

const colours = { gain: "32", loss: "31", strong: "1" } as const;

/** A page for people at a terminal. */
export function pageText({ title, lead, parts }: Page, colour: boolean): string {
  const paint = (style: keyof typeof colours, text: string): string =>
    colour ? `\x1b[${colours[style]}m${text}\x1b[0m` : text;
  const body = parts.map((part) => `\n${paint("strong", escapeControls(part.heading))}\n${linesOf(part, paint)}`);
  const head = [paint("strong", plain(title)), ...lead.map(plain)].map((line) => `${line}\n`);
  return `${head.join("")}${body.join("")}`;
}

function linesOf({ lead = [], items = [], table }: Part, paint: (style: keyof typeof colours, text: string) => string) {
  const lines = [
    ...lead.map((text) => `  ${plain(text)}`),
    ...items.flatMap(({ title, tone = "plain", details }) => [
      `  ${tone === "plain" ? plain(title) : paint(tone, plain(title))}`,
      ...details.map(([label, text]) => `    ${label === "" ? "" : `${label}: `}${plain(text)}`),
    ]),
    ...(table === undefined ? [] : tableLines([table.columns.map(plain), ...table.rows.map((row) => row.map(plain))])),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A name stands for itself at a terminal, so that it can be copied. */
function plain(text: string): string {
  return escapeControls(text.replaceAll("`", ""));
}

function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
