import type { Range } from "../../model/document.ts";
import type { TextEdit } from "../../model/text/textedit.ts";

/** A part of a text that stays, or new text. */
export type Piece = Range | string;

/** The text that pieces make up. */
export function textOfPieces(before: string, pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : before.slice(piece.start, piece.end))).join("");
}

/**
 * The pieces with edits applied, whose offsets are those of the text that the pieces make up. Takes time linear in
 * pieces and edits. Edits at the same offset are applied in their order; throws if two overlap.
 */
export function replacePieces(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const result: Piece[] = [];
  const add = (piece: Piece): void => {
    if (lengthOf(piece) > 0) result.push(piece);
  };
  let index = 0;
  let rest = pieces[0];
  let at = 0;
  /** Moves on to an offset; what is before it is kept or dropped. */
  const advance = (to: number, isKept: boolean): void => {
    while (rest !== undefined && at + lengthOf(rest) <= to) {
      if (isKept) add(rest);
      at += lengthOf(rest);
      rest = pieces[++index];
    }
    if (rest === undefined || at >= to) return;
    if (isKept) add(part(rest, 0, to - at));
    rest = part(rest, to - at, lengthOf(rest));
    at = to;
  };
  for (const { span, text } of sorted) {
    if (span.start < at) throw new Error(`two edits of \`${span.source.path}\` overlap at ${span.start}`);
    advance(span.start, true);
    advance(span.end, false);
    add(text);
  }
  advance(Infinity, true);
  return result;
}

function lengthOf(piece: Piece): number {
  return typeof piece === "string" ? piece.length : piece.end - piece.start;
}

function part(piece: Piece, start: number, end: number): Piece {
  return typeof piece === "string" ? piece.slice(start, end) : { start: piece.start + start, end: piece.start + end };
}
