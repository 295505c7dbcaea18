import type { Document } from "../../model/document.ts";
import { type EntryList, readEntries } from "../../model/entries.ts";
import type { TextEdit } from "../../model/text/textedit.ts";
import { endOf, type Instant, startOf, type Window } from "../../model/time.ts";
import { addEntries } from "../text/edit-entries.ts";
import type { Path } from "../text/value-at.ts";
import type { Customer } from "./customer.ts";
import { type EntryReasons, reasonsIn } from "./entry-reasons.ts";

/** Some entries of a list in columns: what identifies each, where it begins, and when it holds. */
interface Columns {
  readonly ids: readonly string[];
  readonly starts: ArrayLike<number>;
  readonly from: ArrayLike<Instant> | undefined;
  readonly until: ArrayLike<Instant> | undefined;
}

/** What an entry says besides whom it is about. */
export interface EntryTerms {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  readonly link?: string | undefined;
}

/** How the entries of a list are found and written, whether they are about a customer or a condition. */
export interface EntryForm {
  read(document: Document, list: EntryList): Columns;
  /** By what they are known, what entries say besides their dates. */
  reasons(document: Document, list: readonly unknown[]): ReadonlyMap<string, EntryReasons>;
  add(document: Document, path: Path, customers: readonly Customer[], terms: EntryTerms): TextEdit[];
}

/** Entries of customers, by their ids. */
export function byId(ignoreCase: boolean): EntryForm {
  return {
    read: (document, list) => readEntries(document, list, ignoreCase),
    reasons: (document, list) => reasonsIn(document, list, ignoreCase),
    add: (document, path, customers, terms) =>
      addEntries(
        document,
        path,
        customers.map(({ text }) => ({ id: text, ...terms })),
      ),
  };
}

/** When an entry holds that is written in a mapping. */
export function datesOf({ from, until }: EntryTerms): Window {
  return {
    from: from === undefined ? -Infinity : startOf(from),
    until: until === undefined ? Infinity : endOf(until),
  };
}
