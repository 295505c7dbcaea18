import type { Document } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import type { Tree } from "../../model/tree.ts";
import { type Piece, replacePieces, textOfPieces } from "./text-pieces.ts";

/** A file before and after an edit. */
export interface FileChange {
  readonly path: string;
  /** Undefined if it did not exist. */
  readonly before: string | undefined;
  /** Undefined if it is removed. */
  readonly after: string | undefined;
  /** What the new text consists of: parts of the old one, in order, and new text. */
  readonly pieces: readonly Piece[];
}

/**
 * A tree, including package.json, that is edited step by step; each step is planned on the documents as the one before
 * left them.
 */
export interface Draft {
  /** The tree as it is now. */
  readonly tree: Tree;
  /**
   * The document of a file as it is now; undefined if there is none, or if it cannot be read. The entries whose ids
   * start at the offsets in `open` are in its data, and not in a run.
   */
  documentAt(path: string, open?: ReadonlySet<number>): Document | undefined;
  /** All documents as they are now, in the order of their paths. */
  documents(): Iterable<Document>;
  /** Applies edits of one or several files, whose spans are of the sources as they are now. */
  edit(edits: readonly TextEdit[]): void;
  /** Adds a new file. */
  create(source: Source): void;
  /** Removes a file. */
  remove(path: string): void;
  /** The changed files, in the order of their paths. */
  changes(): readonly FileChange[];
}

/** The original text of a path, and the pieces of its current text. */
interface Sheet {
  readonly before: Source | undefined;
  now: Source | undefined;
  pieces: readonly Piece[];
}

/** Reads a file; the entries whose ids start at the offsets in `open` are in the data, and not in a run. */
type ReadFile = (source: Source, open?: ReadonlySet<number>) => Document | undefined;

/** A draft of a tree, whose files are read with `read`. */
export function draftOf(tree: Tree, read: ReadFile): Draft {
  const sheets = new Map<string, Sheet>(
    [tree.config, ...tree.files].map((source) => [
      source.path,
      { before: source, now: source, pieces: [{ start: 0, end: source.text.length }] },
    ]),
  );
  const paths = (): readonly string[] => [...sheets.keys()].sort();
  const documentPaths = (): readonly string[] => paths().filter((path) => path !== tree.config.path);
  const sheetOf = (path: string): Sheet => {
    const sheet = sheets.get(path) ?? { before: undefined, now: undefined, pieces: [] };
    sheets.set(path, sheet);
    return sheet;
  };
  const documentAt: Draft["documentAt"] = (path, open) => {
    const source = sheets.get(path)?.now;
    return source && read(source, open);
  };

  return {
    get tree() {
      const config = sheets.get(tree.config.path)?.now ?? tree.config;
      const files = documentPaths().flatMap((path) => sheets.get(path)?.now ?? []);
      return { ...tree, config, files };
    },
    documentAt,
    *documents() {
      for (const path of documentPaths()) {
        const document = documentAt(path);
        if (document !== undefined) yield document;
      }
    },
    edit(edits) {
      for (const path of new Set(edits.map(({ span }) => span.source.path))) {
        const own = edits.filter(({ span }) => span.source.path === path);
        const sheet = sheets.get(path);
        if (sheet?.now === undefined || own.some(({ span }) => span.source.text !== sheet.now?.text))
          throw new Error(`an edit of \`${path}\` is not of the text that it has now`);
        sheet.pieces = replacePieces(sheet.pieces, own);
        sheet.now = { path, text: textOfPieces(sheet.before?.text ?? "", sheet.pieces) };
      }
    },
    create(source) {
      const sheet = sheetOf(source.path);
      if (sheet.now !== undefined) throw new Error(`\`${source.path}\` exists already`);
      sheet.now = source;
      sheet.pieces = [source.text];
    },
    remove(path) {
      const sheet = sheetOf(path);
      sheet.now = undefined;
      sheet.pieces = [];
    },
    changes: () =>
      paths().flatMap((path) => {
        const { before, now, pieces } = sheetOf(path);
        return before?.text === now?.text ? [] : [{ path, before: before?.text, after: now?.text, pieces }];
      }),
  };
}
