import { escapeControls, visible } from "../../model/text/escape-controls.ts";
import { linesOf, positionOf, type Span } from "../../model/text/source.ts";
import { columnsOf } from "./display-width.ts";

/** A line of source as displayed, and the position of the mark under it, in columns of the terminal. */
export interface FrameLine {
  readonly number: number;
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

/** A longer line is cut to this length, with at most so much before what is marked. */
const longest = 110;
const before = 40;

/** The lines of a span: all if they are few, otherwise the first and the last; none if the source has no text. */
export function frameOf({ source, start, end }: Span): readonly FrameLine[] {
  if (source.text === "") return [];
  // White space at the end of a span is not part of what is meant.
  const trimmed = start + source.text.slice(start, end).trimEnd().length;
  const first = positionOf(source, start).line;
  const last = positionOf(source, Math.max(start, trimmed - 1)).line;
  const numbers =
    last - first < 3 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [first, last];
  const lines = linesOf(source);
  return numbers.map((number) => {
    const lineStart = lines[number - 1] ?? 0;
    const line = source.text.slice(lineStart, lines[number]).replace(/\r?\n$/, "");
    const indent = line.length - line.trimStart().length;
    return frameLine(number, line, number === first ? start - lineStart : indent, trimmed - lineStart);
  });
}

function frameLine(number: number, line: string, start: number, end: number): FrameLine {
  const from = Math.min(start, line.length);
  const [left, right] = windowOf(line, from);
  const [opening, closing] = [left > 0 ? "…" : "", right < line.length ? "…" : ""];
  const to = Math.max(from, Math.min(end, right));
  const head = opening + show(line.slice(left, from));
  const marked = show(line.slice(from, to));
  return {
    number,
    text: escapeControls(head + marked + show(line.slice(to, right)) + closing),
    indent: columnsOf(head),
    width: Math.max(1, columnsOf(marked)),
  };
}

/** The part of a line that is displayed; it does not split a character. */
function windowOf(line: string, from: number): [left: number, right: number] {
  if (line.length <= longest) return [0, line.length];
  const left = Math.max(0, Math.min(from - before, line.length - longest));
  return [left + halves(line, left), Math.min(line.length, left + longest) + halves(line, left + longest)];
}

/** 1 if an offset is between the halves of a surrogate pair, otherwise 0. */
function halves(line: string, at: number): number {
  return /^[\uDC00-\uDFFF]$/.test(line[at] ?? "") && /^[\uD800-\uDBFF]$/.test(line[at - 1] ?? "") ? 1 : 0;
}

function show(text: string): string {
  return visible(text.replaceAll("\t", "    "));
}
