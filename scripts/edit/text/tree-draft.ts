import type { Document } from "../../model/document.ts";
import type { Source } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import type { Tree } from "../../model/tree.ts";
import { type Piece, replacePieces, textOfPieces } from "./text-pieces.ts";

/** A file as it was and as it is to be. */
export interface FileChange {
  readonly path: string;
  /** Undefined where there was none. */
  readonly before: string | undefined;
  /** Undefined where it is taken away. */
  readonly after: string | undefined;
  /** What the new text is made of: parts of the old one, in its order, and new text. */
  readonly pieces: readonly Piece[];
}

/** A tree, package.json included, that is edited step by step; each step is planned on the documents as the one before has left them. */
export interface Draft {
  /** The tree as it is now. */
  readonly tree: Tree;
  /**
   * The document of a file as it is now; undefined where there is none, or it cannot be read. The entries whose ids start
   * at the offsets in `open` are in its data, and in no run.
   */
  documentAt(path: string, open?: ReadonlySet<number>): Document | undefined;
  /** All documents as they are now, in the order of their paths. */
  documents(): Iterable<Document>;
  /** Makes edits, of one or several files, whose spans are of the sources as they are now. */
  edit(edits: readonly TextEdit[]): void;
  /** Adds a file that is not there. */
  create(source: Source): void;
  /** Takes a file away. */
  remove(path: string): void;
  /** The files that are not as they were, in the order of their paths. */
  changes(): readonly FileChange[];
}

/** What a path had at first, and of what the text it has now is made. */
interface Sheet {
  readonly before: Source | undefined;
  now: Source | undefined;
  pieces: readonly Piece[];
}

/** Reads a file; the entries whose ids start at the offsets in `open` are to be in the data, and in no run. */
type ReadFile = (source: Source, open?: ReadonlySet<number>) => Document | undefined;

/** A draft of a tree, with the way to read its files. */
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
