import { escapeControls } from "../../model/text/escape-controls.ts";
import type { Item, Page, Part } from "./page.ts";
import { pageStyle } from "./page-style.ts";

/** A page as one file that needs no other, and no script. */
export function pageHtml({ title, lead, parts }: Page): string {
  const name = escapeHtml(title.replaceAll("`", ""));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${name}</title>
<style>
${pageStyle}</style>
</head>
<body>
<main>
<h1>${sentence(title)}</h1>
${lead.map((text) => `<p>${sentence(text)}</p>\n`).join("")}${parts.map(partHtml).join("")}</main>
</body>
</html>
`;
}

function partHtml({ heading, lead = [], items = [], table }: Part): string {
  const sentences = lead.map((text) => `<p>${sentence(text)}</p>\n`).join("");
  const list = items.length === 0 ? "" : `<ul>\n${items.map(itemHtml).join("")}</ul>\n`;
  return `<section>\n<h2>${sentence(heading)}</h2>\n${sentences}${list}${table === undefined ? "" : tableHtml(table, heading)}</section>\n`;
}

function itemHtml({ title, tone = "plain", details }: Item): string {
  const lines = details.map(([label, text]) => `<dt>${escapeHtml(label)}</dt><dd>${sentence(text)}</dd>\n`).join("");
  const more = lines === "" ? "" : `\n<dl>\n${lines}</dl>\n`;
  return `<li class="${tone}"><strong>${sentence(title)}</strong>${more}</li>\n`;
}

function tableHtml({ columns, rows }: NonNullable<Part["table"]>, heading: string): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map((cell) => `<td${/^[\d-]+$/.test(cell) ? ' class="short"' : ""}>${sentence(cell)}</td>`).join("")}</tr>\n`,
    )
    .join("");
  return `<div class="wide" role="region" aria-label="${escapeHtml(heading.replaceAll("`", ""))}" tabindex="0"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}</tbody>\n</table></div>\n`;
}

/** A sentence with its names as code. */
function sentence(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return escapeControls(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
