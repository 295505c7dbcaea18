import type { Document } from "../../model/document.ts";
import type { EntryList } from "../../model/entries.ts";
import type { Model } from "../../model/model.ts";
import { datesOf, type EntryForm, type EntryTerms } from "../lists/entry-form.ts";
import { addItems } from "../text/edit-entries.ts";
import { conditionKey } from "./condition-key.ts";
import type { NamedCondition } from "./read-condition.ts";

/** A condition in a list. */
interface ListedCondition extends EntryTerms {
  readonly tests: object;
  readonly index: number;
}

/** The conditions in a list, without those next to a share, which only limit the share. */
export function conditionsIn(list: EntryList): readonly ListedCondition[] {
  return list.flatMap((entry, index) => {
    if (typeof entry === "string" || "id" in entry || "match" in entry || "percent" in entry) return [];
    if (entry.where === undefined) return [{ tests: entry, index }];
    return typeof entry.where === "object" ? [{ ...entry, tests: entry.where, index }] : [];
  });
}

/** Entries that are a condition: bare among a decision's settings if there is nothing else to say, or under `where`. */
export function byCondition(model: Model, { tests }: NamedCondition): EntryForm {
  const keyed = (list: EntryList) =>
    conditionsIn(list).map((each) => ({ ...each, key: conditionKey(model, each.tests) }));
  return {
    read: (document, list) => {
      const found = keyed(list);
      const windows = found.map(datesOf);
      return {
        ids: found.map(({ key }) => key),
        starts: found.map(({ index }) => document.lists.get(list)?.items[index]?.start ?? 0),
        from: windows.map(({ from }) => from),
        until: windows.map(({ until }) => until),
      };
    },
    reasons: (_document: Document, list) =>
      new Map(
        keyed(list as EntryList)
          .reverse()
          .map(({ key, reason, link }) => [
            key,
            { ...(reason === undefined ? {} : { reason }), ...(link === undefined ? {} : { link }) },
          ]),
      ),
    add: (document, path, _customers, terms) => {
      const isBare = path.at(-1) === "where" && Object.values(terms).every((term) => term === undefined);
      return addItems(document, path, [isBare ? tests : { where: tests, ...terms }]);
    },
  };
}
