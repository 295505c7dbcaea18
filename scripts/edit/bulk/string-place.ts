import type { Source, Span } from "../../model/text/source.ts";
import type { TextEdit } from "../../model/text/textedit.ts";

/** A string in a file of somebody else's, and how to give it another text. */
export interface StringPlace {
  /** Undefined where nothing is there. */
  readonly text: string | undefined;
  /** Where its characters stand, without quotes and the like; undefined where nothing is there. */
  readonly written: Span | undefined;
  /** All that the file says next to it, comments included, in some form that can be compared. */
  readonly rest: string;
  /** The edits after which it is this text; what it goes on from stays as it is written, and so does every other byte. */
  write(text: string): readonly TextEdit[];
}

/** Finds the string that keys lead to in a file, or tells in a few words why it cannot be read or changed. */
export type FindString = (source: Source, keys: readonly string[]) => StringPlace | string;

/** Somebody else's file, and the string in it, or why there is none to be had. */
export interface ForeignFile {
  readonly path: string;
  readonly source: Source | undefined;
  readonly place: StringPlace | string;
  /** Finds the same string once the file is edited. */
  readonly find: (source: Source) => StringPlace | string;
}
