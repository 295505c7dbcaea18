/** One text with the path by which it is known, relative to the instance's root and with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A file to write. */
export type Write = TextWrite | BytesWrite;

/** A file that a build makes. */
export type Output = Source | BytesWrite;

/** A binary file, or a long text: its parts, one after the other, since nothing needs all of it in one piece. */
interface BytesWrite {
  readonly path: string;
  readonly bytes: readonly Uint8Array[];
}

/** A file's new text; undefined removes the file. */
export interface TextWrite {
  readonly path: string;
  readonly text: string | undefined;
  /** What the file must contain when it is written, undefined for no file; without it, anything. */
  readonly was?: { readonly text: string | undefined };
}

/** A part of a source, in UTF-16 units, half-open. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** The place of an offset for people: line and column from 1, the column in UTF-16 units. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a source: where each starts, and the one that was looked up last. */
interface Lines {
  readonly starts: readonly number[];
  last: number;
}

const known = new WeakMap<Source, Lines>();

function readLines(source: Source): Lines {
  const before = known.get(source);
  if (before !== undefined) return before;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lines = { starts, last: 0 };
  known.set(source, lines);
  return lines;
}

/** The offsets at which the lines of a source start; `\n` and `\r\n` end a line. */
export function linesOf(source: Source): readonly number[] {
  return readLines(source).starts;
}

/** The line and column of an offset; an offset after the end is the end. */
export function positionOf(source: Source, offset: number): Position {
  const lines = readLines(source);
  const index = findLine(lines, offset);
  lines.last = index;
  // A byte order mark is not a column of the first line: editors do not show it.
  const start = index === 0 && source.text.charCodeAt(0) === 0xfeff ? 1 : (lines.starts[index] ?? 0);
  return { line: index + 1, column: Math.max(0, Math.min(offset, source.text.length) - start) + 1 };
}

/** The index of the line of an offset. Most offsets are looked up in their order, so it is often just behind the last one. */
function findLine({ starts, last }: Lines, offset: number): number {
  for (let index = last; index < last + 4; index++)
    if ((starts[index] ?? Infinity) <= offset && offset < (starts[index + 1] ?? Infinity)) return index;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of a span, as it is in its source. */
export function textOf(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

/** Consecutive lines of a file, from 1, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A place as people look it up: the file and the line. */
export function lineOf({ source, start }: Span): string {
  return `${source.path}:${positionOf(source, start).line}`;
}
