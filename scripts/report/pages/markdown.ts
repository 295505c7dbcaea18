import { codeSpan, inert } from "../escape-markdown.ts";
import type { Page, Part } from "./page.ts";

/** At most this many rows or items of a part stand open; more are folded. */
const mostOpen = 10;

/** The characters that an issue or a comment may have, minus some for the sentence about what does not fit. */
const room = 65_536 - 500;

/**
 * A page for an issue or a comment, in which nothing that others wrote is a link, a mention or markup; as much of it as
 * fits, and then which command shows the rest.
 */
export function pageMarkdown({ title, lead, parts }: Page, command: string): string {
  let text = `## ${inert(title)}\n\n${lead.map((said) => `${inert(said)}  \n`).join("")}`;
  let left = 0;
  for (const part of parts) {
    const size = (part.items?.length ?? 0) + (part.table?.rows.length ?? 0);
    const [before, after] =
      size > mostOpen ? [`<details><summary>${size} entries</summary>\n\n`, "\n</details>\n"] : ["", ""];
    let own = `\n### ${inert(part.heading)}\n\n${(part.lead ?? []).map((said) => `${inert(said)}\n\n`).join("")}${before}`;
    if (part.table !== undefined) own += tableHead(part.table);
    const pieces = piecesOf(part);
    const missing = pieces.findIndex((piece) => {
      if (text.length + own.length + piece.length + after.length > room) return true;
      own += piece;
      return false;
    });
    if (missing >= 0) left += pieces.length - missing;
    if (text.length + own.length + after.length <= room) text += own + after;
  }
  return left === 0 ? text : `${text}\n${left} more did not fit here; ${codeSpan(command)} shows all.\n`;
}

/** What a part is made of, each piece of which fits or is left out as a whole. */
function piecesOf({ items = [], table }: Part): readonly string[] {
  const list = items.map(({ title, details }) => {
    const lines = details.map(([label, said]) => `  - ${label === "" ? "" : `${label}: `}${inert(said)}\n`);
    return `- ${inert(title)}\n${lines.join("")}`;
  });
  return [...list, ...(table?.rows ?? []).map((row) => rowText(row.map(cellText)))];
}

function tableHead({ columns }: NonNullable<Part["table"]>): string {
  return rowText(columns.map(cellText)) + rowText(columns.map(() => "---"));
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** In a table a pipe ends a cell even in code. */
function cellText(text: string): string {
  return inert(text).replaceAll("|", "\\|");
}
