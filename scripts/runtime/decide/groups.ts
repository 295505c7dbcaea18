import type { Group, GroupSet } from "../declare/declarations.ts";
import { type Table, valueIn } from "../tables/tables.ts";
import { checkScopes } from "./context.ts";
import { absent, type Question, rowIn } from "./question.ts";

/** The group of a set that the customer is in; of several, the first. */
export function groupIn(question: Question, set: GroupSet): Group | undefined {
  if (set.retired) return set.default;
  if (set.told) return toldIn(question, set);
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return undefined;
  }
  const index = valueIn(question.data.tables[set.scope] as Table, row, set.key);
  return index < 0 ? set.default : set.groups[index];
}

/** Whether the customer is in a group. */
export function isMember(question: Question, { set, key, index }: Group): boolean {
  if (set.retired) return set.default?.index === index;
  if (set.told) return toldIn(question, set)?.index === index;
  const row = rowIn(question, set.scope);
  if (row === absent) {
    checkScopes(question.data, question.context);
    return false;
  }
  const table = question.data.tables[set.scope] as Table;
  const first = valueIn(table, row, set.key);
  if (first < 0) return set.default?.index === index;
  return first === index || (!set.exclusive && valueIn(table, row, key) >= 0);
}

/** What the caller tells counts whatever ids are known; untold, a customer of the set's scope is in its default. */
function toldIn(question: Question, set: GroupSet): Group | undefined {
  const told = question.told.groups?.get(set);
  if (told !== undefined || set.default === undefined) return told;
  if (rowIn(question, set.scope) !== absent) return set.default;
  checkScopes(question.data, question.context);
  return undefined;
}
