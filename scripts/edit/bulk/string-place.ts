import type { Source, Span } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";

/** A string in a file of another tool, and how to change it. */
export interface StringPlace {
  /** Undefined if there is none yet. */
  readonly text: string | undefined;
  /** Where its characters are, without quotes and the like; undefined if there is no string. */
  readonly written: Span | undefined;
  /** Everything else in the file, including comments, in a form that can be compared. */
  readonly rest: string;
  /**
   * The edits that turn the string into this text; a common beginning stays as it is written, and so does every other
   * byte.
   */
  write(text: string): readonly TextEdit[];
}

/** Finds the string that keys lead to in a file, or says in a few words why it cannot be read or changed. */
export type FindString = (source: Source, keys: readonly string[]) => StringPlace | string;

/** A file of another tool, and the string in it, or why it has none. */
export interface ForeignFile {
  readonly path: string;
  readonly source: Source | undefined;
  readonly place: StringPlace | string;
  /** Finds the same string after the file has been edited. */
  readonly find: (source: Source) => StringPlace | string;
}
