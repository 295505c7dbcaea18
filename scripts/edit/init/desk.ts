import type { Source } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { lineBreakOf } from "../text/indented-lines.ts";
import { type Piece, replacePieces, textOfPieces } from "../text/text-pieces.ts";
import type { FileChange } from "../text/tree-draft.ts";

/** The files of other programs that are being edited; paths are relative to the top of the repository, with `/`. */
export interface Desk {
  /** The text of a file as it is now; undefined if there is none. */
  text(path: string): string | undefined;
  /** The names in a folder as it was, in order; empty if there is none. */
  list(folder: string): readonly string[];
  /** Adds a file, or replaces parts of one; the edits are computed from its current text. */
  edit(path: string, makeEdits: (source: Source) => readonly TextEdit[]): void;
  /** Appends lines to a file, or creates it with them; puts a blank line before them if they are a separate part. */
  append(path: string, lines: readonly string[], isPart?: boolean): void;
  /** The changed files, in the order of their paths. */
  changes(): readonly FileChange[];
}

interface Sheet {
  readonly before: string | undefined;
  pieces: readonly Piece[];
}

/** A desk over files that `read` and `list` find. */
export function openDesk(read: (path: string) => string | undefined, list: Desk["list"]): Desk {
  const sheets = new Map<string, Sheet>();
  const sheetOf = (path: string): Sheet => {
    let sheet = sheets.get(path);
    if (sheet === undefined) {
      const before = read(path);
      sheet = { before, pieces: before === undefined ? [] : [{ start: 0, end: before.length }] };
      sheets.set(path, sheet);
    }
    return sheet;
  };
  const textOf = ({ before, pieces }: Sheet): string | undefined =>
    before === undefined && pieces.length === 0 ? undefined : textOfPieces(before ?? "", pieces);

  const edit: Desk["edit"] = (path, makeEdits) => {
    const sheet = sheetOf(path);
    sheet.pieces = replacePieces(sheet.pieces, makeEdits({ path, text: textOf(sheet) ?? "" }));
  };
  return {
    text: (path) => textOf(sheetOf(path)),
    list,
    edit,
    append(path, lines, isPart = false) {
      edit(path, (source) => {
        const { text } = source;
        const newline = lineBreakOf(text);
        const lead = text === "" ? [] : [...(text.endsWith("\n") ? [] : [""]), ...(isPart ? [""] : [])];
        const written = [...lead, ...lines, ""].join(newline);
        return [{ span: { source, start: text.length, end: text.length }, text: written }];
      });
    },
    changes: () =>
      [...sheets.keys()].sort().flatMap((path) => {
        const sheet = sheetOf(path);
        const after = textOf(sheet);
        return after === sheet.before ? [] : [{ path, before: sheet.before, after, pieces: sheet.pieces }];
      }),
  };
}
