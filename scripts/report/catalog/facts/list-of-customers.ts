import { type Entries, untilOf } from "../../../model/entries.ts";
import { compareText } from "../../../model/text/words.ts";
import { fileName, pagePath } from "../links.ts";
import type { Thing } from "./name-facts.ts";

/** A list of customers that has its own pages if ids are shown. */
export interface ListOfCustomers {
  /** Its title: a group, or the value that it gives. */
  readonly title: string;
  readonly scope: string;
  readonly entries: Entries;
  /** The path of one of its pages, from 1. */
  readonly pathOf: (page: number) => string;
}

/** The lists of a thing that are not empty. */
export function listsOfCustomers(thing: Thing): readonly ListOfCustomers[] {
  switch (thing.kind) {
    case "attribute":
      return [];
    case "groups":
      return [...thing.groups.values()].flatMap(({ name, reference, members }) =>
        members.ids.length === 0 ? [] : [listOf(thing, reference, thing.scope ?? "", members, `.${fileName(name)}`)],
      );
    default:
      return thing.listed.flatMap(({ value, scope, entries }) =>
        entries.ids.length === 0
          ? []
          : [listOf(thing, `${thing.name}: ${value}`, scope, entries, `.${fileName(`${value}`)}.${fileName(scope)}`)],
      );
  }
}

function listOf({ kind, name }: Thing, title: string, scope: string, entries: Entries, part: string): ListOfCustomers {
  return { title, scope, entries, pathOf: (page) => pagePath(kind, name, `${part}.${page}`) };
}

/** The indexes of the entries of a list, sorted by id; ended ones come last. */
export function entriesInOrder(entries: Entries, today: number): readonly number[] {
  const hasEnded = (index: number): number => (untilOf(entries, index) <= today ? 1 : 0);
  return Array.from(entries.ids.keys()).sort(
    (a, b) => hasEnded(a) - hasEnded(b) || compareText(entries.ids[a] ?? "", entries.ids[b] ?? ""),
  );
}
