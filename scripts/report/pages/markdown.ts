import { inert } from "../escape-markdown.ts";
import type { Page, Part } from "./page.ts";

/** At most this many rows or items of a part stand open; more are folded. */
const mostOpen = 10;

/** A page for an issue or a comment, in which nothing that others wrote is a link, a mention or markup. */
export function pageMarkdown({ title, lead, parts }: Page): string {
  const body = parts.map((part) => {
    const text = partText(part);
    const size = (part.items?.length ?? 0) + (part.table?.rows.length ?? 0);
    if (size <= mostOpen) return `\n### ${inert(part.heading)}\n\n${text}`;
    return `\n### ${inert(part.heading)}\n\n<details><summary>${size} entries</summary>\n\n${text}\n</details>\n`;
  });
  return `## ${inert(title)}\n\n${lead.map((text) => `${inert(text)}  \n`).join("")}${body.join("")}`;
}

function partText({ lead = [], items = [], table }: Part): string {
  const sentences = lead.map((text) => `${inert(text)}\n\n`).join("");
  const list = items.map(({ title, details }) => {
    const lines = details.map(([label, text]) => `  - ${label === "" ? "" : `${label}: `}${inert(text)}\n`);
    return `- ${inert(title)}\n${lines.join("")}`;
  });
  return `${sentences}${list.join("")}${table === undefined ? "" : tableText(table)}`;
}

function tableText({ columns, rows }: NonNullable<Part["table"]>): string {
  const lines = [columns, columns.map(() => "---"), ...rows.map((row) => row.map((cell) => cellText(cell)))];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** In a table a pipe ends a cell even in code. */
function cellText(text: string): string {
  return inert(text).replaceAll("|", "\\|");
}
